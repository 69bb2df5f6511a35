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
 * Makes sure that a deployment applies what was compared, and perhaps approved. With the same revision and bundle,
 * manifests differ only if the chart reads something that changed in the cluster, or renders at random.
 */
final class DiffBinding {
    private final List<Map<String, Object>> crds;
    private final Namespace namespace;

    DiffBinding(List<Map<String, Object>> crds, Namespace namespace) {
        this.crds = crds;
        this.namespace = namespace;
    }

    /**
     * Identifies a diff by the revision's number, since a revision never changes, and the new manifests with their
     * secrets; the release's own Secrets by keyed hashes, since the journal keeps it.
     */
    static Digest identity(int revision, Manifests wanted, WantedSecrets secrets) {
        StringBuilder text = new StringBuilder().append(revision).append('\n').append(secrets.identity());
        wanted.resources()
                .forEach((resource, manifest) ->
                        text.append(resource).append('\n').append(Yaml.canonical(manifest)));
        return Digest.of(text.toString());
    }

    /** Whether these manifests are those from which the diff was made. */
    boolean holds(EnvironmentDiff diff, Manifests rendered, WantedSecrets secrets) {
        return identity(diff.revision(), rendered.and(crds, namespace), secrets).equals(diff.hash());
    }

    /**
     * @throws ReleaseException.Outdated when these manifests are not those that were compared
     */
    void require(EnvironmentDiff diff, Manifests rendered, WantedSecrets secrets) {
        if (!holds(diff, rendered, secrets)) {
            throw new ReleaseException.Outdated(Cause.of(
                    CauseKind.LOCKED,
                    "the chart renders otherwise than when it was compared: something that it looks up or a secret has"
                            + " changed, or it renders by chance"));
        }
    }
}
