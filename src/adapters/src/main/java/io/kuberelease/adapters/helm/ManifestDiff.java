package io.kuberelease.adapters.helm;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.kuberelease.model.EnvironmentDiff.Kind;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.ResourceIdentity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What would change from one set of manifests to another; the values of Secrets are in neither. */
final class ManifestDiff {
    private static final int CONTEXT = 3;
    private static final int HEADER_LINES = 2;

    private ManifestDiff() {}

    /** One change for each resource that differs: what is new or altered first, then what goes. */
    static List<ResourceChange> between(Manifests before, Manifests after) {
        Set<ResourceIdentity> all = new LinkedHashSet<>(after.resources().keySet());
        all.addAll(before.resources().keySet());
        List<ResourceChange> changes = new ArrayList<>();
        for (ResourceIdentity each : all) {
            change(each, before.resources().get(each), after.resources().get(each))
                    .ifPresent(changes::add);
        }
        return changes;
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
