package io.kuberelease.adapters.kubernetes.tests;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.jobs.ImageLookup;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.port.TestRunner.PlannedCommand;
import java.util.Optional;

/**
 * Finds out before anything is built or deployed whether a command could run where it is to run. What can't be looked up
 * is let pass: it is found when the command is run.
 */
final class CommandChecks {
    private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

    private final Clusters clusters;
    private final ImageLookup images;

    CommandChecks(Clusters clusters, ImageLookup images) {
        this.clusters = clusters;
        this.images = images;
    }

    void check(PlannedCommand command) {
        String setting = setting(command.stage());
        if (command.needs().asRoot()) {
            refuseRoot(command.target(), setting);
        }
        if (command.needs().runAsUser().isPresent()) {
            return;
        }
        command.image().ifPresent(image -> images.config(image)
                .ifPresent(config -> ImageUser.of(image.toString(), config.user(), command.needs(), setting)));
        command.base().ifPresent(base -> images.config(base)
                .ifPresent(config -> ImageUser.of(
                        base + " (which the Dockerfile ends with, and names no other user)",
                        config.user(),
                        command.needs(),
                        setting)));
    }

    /** The key of the release file that says as whom a stage's command runs. */
    static String setting(StageId stage) {
        return stage.environment()
                        .map(name -> "environments." + name + ".verify")
                        .orElse("test") + ".runAsUser";
    }

    private void refuseRoot(Target target, String setting) {
        if (level(target).filter("restricted"::equals).isPresent()) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.REFUSED,
                            setting + " is 0, but namespace " + target.namespace() + " of cluster " + target.cluster()
                                    + " enforces Pod Security restricted, which refuses securityContext.runAsUser 0")
                    .suggesting("name another user, or another namespace"));
        }
    }

    private Optional<String> level(Target target) {
        try {
            Namespace namespace = clusters.client(target)
                    .namespaces()
                    .withName(target.namespace().value())
                    .get();
            return Optional.ofNullable(namespace)
                    .map(found -> found.getMetadata().getLabels())
                    .map(labels -> labels.get(ENFORCE));
        } catch (KubernetesClientException notKnown) {
            return Optional.empty();
        }
    }
}
