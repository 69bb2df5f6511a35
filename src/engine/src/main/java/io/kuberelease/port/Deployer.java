package io.kuberelease.port;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.plan.EnvironmentSpec;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Turns a bundle into a revision of a Helm release. */
public interface Deployer {

    /**
     * Renders the bundle for the environment, refuses foreign images, and compares with Helm's last revision. Changes
     * nothing. Blocks.
     */
    Comparison compare(DeployRequest request, StageControl control);

    /**
     * Installs or upgrades. A release that was left pending by a writer that is known to be gone is healed first; a
     * revision that an earlier try of this very release made is adopted. Completes exceptionally with a
     * {@link io.kuberelease.model.ReleaseException}.
     *
     * @param expected what {@link #compare} said; when the environment has moved since, nothing is deployed
     */
    CompletionStage<Deployment> deploy(DeployRequest request, EnvironmentDiff expected, StageControl control);

    /** Marks the revision failed in Helm's own record, so that {@code helm list} tells the truth. Blocks. */
    void markFailed(DeployRequest request, int revision, String why);

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

    /** A revision that Helm has applied; whether it becomes ready is the tracker's to say. */
    record Deployment(int revision) {}
}
