package io.kuberelease.model;

import java.util.List;

/**
 * The changes that a deployment would make in an environment, compared with the manifest of Helm's last revision.
 *
 * @param revision Helm's last revision there, 0 when there is none
 * @param unchanged whether image digests, chart content (apart from its version) and values are the same as
 *     what is deployed: then nothing needs to be done
 * @param hash identifies this very diff: an approval is bound to it
 * @param changes one for each resource that would be added, changed or removed; secrets are hidden
 */
public record EnvironmentDiff(int revision, boolean unchanged, Digest hash, List<ResourceChange> changes) {
    public EnvironmentDiff {
        changes = List.copyOf(changes);
    }

    /** The change to one resource, with its lines as in a unified diff. */
    public record ResourceChange(Kind kind, ResourceIdentity resource, List<String> lines) {
        public ResourceChange {
            lines = List.copyOf(lines);
        }
    }

    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }
}
