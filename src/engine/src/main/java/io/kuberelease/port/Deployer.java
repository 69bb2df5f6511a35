package io.kuberelease.port;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentDiff.ResourceChange;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.plan.EnvironmentSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Turns a bundle into a revision of a Helm release. */
public interface Deployer {

    /**
     * Renders the bundle for the environment, refuses foreign images, and compares with Helm's last revision. Changes
     * nothing. What Secrets hold on either side is hidden from then on. The environment's own Secrets belong to what is
     * compared: what of them can't be read, or has another owner, is refused here. Blocks.
     */
    Comparison compare(DeployRequest request, StageControl control);

    /**
     * Does what takes time of the comparison ahead of its turn; {@link #compare} does it again when anything has changed
     * since. Problems are left to that one too. Blocks.
     */
    default void compareAhead(DeployRequest request, StageControl control) {}

    /**
     * Keeps what was rendered for a diff where a deployment from any machine finds it, because a person or a time is waited
     * for first. The same diff may be kept twice. It is removed by the next deployment to the environment. Blocks.
     */
    void keep(DeployRequest request, EnvironmentDiff compared, StageControl control);

    /**
     * Writes the environment's own Secrets, and then installs or upgrades, with exactly what was rendered for the diff. A release that was left pending by a writer that is known to be gone is healed first; a
     * revision that an earlier try of this very release made is adopted. Completes exceptionally with a
     * {@link io.kuberelease.model.ReleaseException}.
     *
     * @param expected the diff of {@link #compare}; when the environment has changed since, nothing is deployed
     */
    CompletionStage<Deployment> deploy(DeployRequest request, EnvironmentDiff expected, StageControl control);

    /**
     * Removes the Secrets of ours that the release file does not name any more, now that what was deployed is ready
     * without them. Blocks.
     */
    default void settle(EnvironmentSpec environment, StageControl control) {}

    /** Marks the revision failed in Helm's own record, so that {@code helm list} tells the truth. Blocks. */
    void markFailed(DeployRequest request, int revision, String why);

    /** Helm's last revision in the environment, whoever made it; absent when there is none. Blocks. */
    Optional<Installed> installed(EnvironmentSpec environment);

    /**
     * The values in the Secrets of Helm's last revisions in the environment, for masking in a process that has not
     * compared, for example after a crash. Blocks.
     */
    FoundSecrets secrets(EnvironmentSpec environment);

    /**
     * The differences between two bundles as they would be rendered, whatever is deployed, with secrets hidden. Changes
     * nothing. Blocks.
     */
    List<ResourceChange> between(DeployRequest before, DeployRequest after, StageControl control);

    /**
     * A revision as Helm's own record has it.
     *
     * @param status Helm's word, for example {@code deployed} or {@code pending-upgrade}
     * @param release which release made it; absent when it was not one of kube-release
     * @param resources what it consists of, without hooks
     */
    record Installed(int revision, String status, Optional<ReleaseId> release, List<ResourceIdentity> resources) {
        public Installed {
            resources = List.copyOf(resources);
        }
    }

    /** A bundle for an environment. */
    record DeployRequest(EnvironmentSpec environment, Bundle bundle, ImageReference bundleReference) {}

    /**
     * A diff, and what there will be to watch.
     *
     * @param resources what the revision consists of
     * @param hooks the resources of its hooks, in the order in which Helm runs them
     */
    record Comparison(EnvironmentDiff diff, List<ResourceIdentity> resources, List<ResourceIdentity> hooks) {
        public Comparison {
            resources = List.copyOf(resources);
            hooks = List.copyOf(hooks);
        }
    }

    /** A revision that Helm has applied; the tracker tells whether it becomes ready. */
    record Deployment(int revision) {}
}
