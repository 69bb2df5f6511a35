package io.kuberelease.api;

import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.Kind;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.view.TextSanitizer;
import java.util.List;

/**
 * The changes that a deployment makes in an environment, with secrets hidden.
 *
 * @param revision Helm's last revision there, 0 when there is none
 * @param unchanged whether nothing needs to be done
 * @param hash an approval is bound to it
 */
public record DiffData(
        int revision,
        boolean unchanged,
        String hash,
        long added,
        long changed,
        long removed,
        List<ResourceChangeData> changes) {
    public DiffData {
        changes = List.copyOf(changes);
    }

    /**
     * The change to one resource.
     *
     * @param resource for example {@code deployment/polls}
     * @param lines as in a unified diff
     */
    public record ResourceChangeData(Kind kind, String resource, String namespace, List<String> lines) {
        public ResourceChangeData {
            lines = List.copyOf(lines);
        }

        static ResourceChangeData of(ResourceChange change) {
            return new ResourceChangeData(
                    change.kind(),
                    TextSanitizer.text(change.resource().display()),
                    change.resource().namespace().value(),
                    TextSanitizer.lines(change.lines()));
        }
    }

    static DiffData of(EnvironmentDiff diff) {
        return new DiffData(
                diff.revision(),
                diff.unchanged(),
                diff.hash().value(),
                count(diff, Kind.ADDED),
                count(diff, Kind.CHANGED),
                count(diff, Kind.REMOVED),
                diff.changes().stream().map(ResourceChangeData::of).toList());
    }

    private static long count(EnvironmentDiff diff, Kind kind) {
        return diff.changes().stream().filter(change -> change.kind() == kind).count();
    }
}
