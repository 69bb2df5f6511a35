package io.kuberelease.adapters.helm;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.kuberelease.model.EnvironmentDiff.Kind;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.SecretMask;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares two sets of manifests; shows no values of Secrets. */
final class ManifestDiff {
    private static final int CONTEXT = 3;
    private static final int HEADER_LINES = 2;

    private ManifestDiff() {}

    /**
     * One change for each resource that differs: added and changed ones first, then removed ones. Hooks that only
     * {@code helm test} runs are left out, since they are not deployed.
     */
    static List<ResourceChange> between(Manifests old, Manifests wanted) {
        Manifests before = old.withoutTests();
        Manifests after = wanted.withoutTests();
        Set<ResourceIdentity> all = new LinkedHashSet<>(after.resources().keySet());
        all.addAll(before.resources().keySet());
        FoundSecrets found = SecretHiding.found(old, wanted);
        SecretMask mask = SecretMask.NONE.withFound(found.values(), found.names());
        List<ResourceChange> changes = new ArrayList<>();
        for (ResourceIdentity each : all) {
            change(each, before.resources().get(each), after.resources().get(each))
                    .map(change -> masked(change, mask))
                    .ifPresent(changes::add);
        }
        return changes;
    }

    /** Masks values of Secrets that occur in other resources; the diff's mark before each line is kept. */
    private static ResourceChange masked(ResourceChange change, SecretMask mask) {
        List<String> bodies = mask.mask(change.lines().stream()
                .map(line -> line.isEmpty() ? line : line.substring(1))
                .toList());
        List<String> shown = new ArrayList<>();
        for (int at = 0; at < bodies.size(); at++) {
            String line = change.lines().get(at);
            shown.add(line.isEmpty() ? line : line.charAt(0) + bodies.get(at));
        }
        return new ResourceChange(change.kind(), change.resource(), shown);
    }

    private static Optional<ResourceChange> change(
            ResourceIdentity resource, @Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {
        Map<String, Object> old = before == null ? new TreeMap<>() : before;
        Map<String, Object> wanted = after == null ? new TreeMap<>() : after;
        if (old.equals(wanted)) {
            return Optional.empty();
        }
        SecretHiding.Hidden hidden = SecretHiding.hide(resource, old, wanted);
        List<String> lines = unified(lines(hidden.before()), lines(hidden.after()));
        Kind kind = before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
        return Optional.of(new ResourceChange(kind, resource, lines));
    }

    private static List<String> lines(Map<String, Object> manifest) {
        return manifest.isEmpty() ? List.of() : Yaml.canonical(manifest).lines().toList();
    }

    private static List<String> unified(List<String> before, List<String> after) {
        List<String> lines =
                UnifiedDiffUtils.generateUnifiedDiff("before", "after", before, DiffUtils.diff(before, after), CONTEXT);
        return lines.size() <= HEADER_LINES ? List.of() : lines.subList(HEADER_LINES, lines.size());
    }
}
