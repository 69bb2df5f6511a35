package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Progress;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Holds a deployment to the diff that was compared, and perhaps approved. Revision and bundle are the same, so what would
 * be applied differs only when the cluster makes it so, or when the chart renders by chance: such a chart has no diff
 * that anything could be held to.
 */
final class DiffBinding {
    private final List<Map<String, Object>> crds;
    private final Namespace namespace;
    private final Progress progress;

    DiffBinding(List<Map<String, Object>> crds, Namespace namespace, Progress progress) {
        this.crds = crds;
        this.namespace = namespace;
        this.progress = progress;
    }

    /** A revision never changes, so its number and what follows it name the diff; secrets count, though none shows. */
    static Digest identity(int revision, Manifests wanted) {
        StringBuilder text = new StringBuilder().append(revision).append('\n');
        wanted.resources()
                .forEach((resource, manifest) ->
                        text.append(resource).append('\n').append(Yaml.canonical(manifest)));
        return Digest.of(text.toString());
    }

    /**
     * @param rendering renders once more
     * @throws ReleaseException.Outdated when what would be applied is not what was compared
     */
    void require(EnvironmentDiff diff, Manifests rendered, Supplier<Manifests> rendering) {
        Digest now = identity(diff, rendered);
        if (now.equals(diff.hash())) {
            return;
        }
        if (identity(diff, rendering.get()).equals(now)) {
            throw new ReleaseException.Outdated(Cause.of(
                    CauseKind.LOCKED,
                    "the chart renders otherwise than when it was compared: something that it looks up has changed"));
        }
        progress.log("helm", "the chart renders otherwise each time, so that nothing can be held to its diff");
    }

    private Digest identity(EnvironmentDiff diff, Manifests rendered) {
        return identity(diff.revision(), rendered.and(crds, namespace));
    }
}
