package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import java.util.List;
import java.util.Map;

/**
 * Holds a deployment to the diff that was compared, and perhaps approved. Revision and bundle are the same, so what would
 * be applied differs only when the cluster makes it so, or when the chart renders by chance and what it was is lost.
 */
final class DiffBinding {
    private final List<Map<String, Object>> crds;
    private final Namespace namespace;

    DiffBinding(List<Map<String, Object>> crds, Namespace namespace) {
        this.crds = crds;
        this.namespace = namespace;
    }

    /** A revision never changes, so its number and what follows it name the diff; secrets count, though none shows. */
    static Digest identity(int revision, Manifests wanted) {
        StringBuilder text = new StringBuilder().append(revision).append('\n');
        wanted.resources()
                .forEach((resource, manifest) ->
                        text.append(resource).append('\n').append(Yaml.canonical(manifest)));
        return Digest.of(text.toString());
    }

    /** Whether manifests are those that the diff was made from. */
    boolean holds(EnvironmentDiff diff, Manifests rendered) {
        return identity(diff.revision(), rendered.and(crds, namespace)).equals(diff.hash());
    }

    /**
     * @throws ReleaseException.Outdated when what would be applied is not what was compared
     */
    void require(EnvironmentDiff diff, Manifests rendered) {
        if (!holds(diff, rendered)) {
            throw new ReleaseException.Outdated(Cause.of(
                    CauseKind.LOCKED,
                    "the chart renders otherwise than when it was compared: something that it looks up has changed, or it"
                            + " renders by chance"));
        }
    }
}
