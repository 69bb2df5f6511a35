package io.kuberelease.promotion;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds out what the plan of a promotion or rollback would change, without changing anything. */
public final class PlannedDiffs {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

    private final BundleStore bundles;
    private final Deployer deployer;
    private final InstantSource clock;

    public PlannedDiffs(BundleStore bundles, Deployer deployer, InstantSource clock) {
        this.bundles = bundles;
        this.deployer = deployer;
        this.clock = clock;
    }

    /**
     * The diff of each environment that the plan goes to, in its order. Blocks.
     *
     * @throws IllegalArgumentException when the plan makes its bundle itself
     */
    public Map<EnvironmentName, EnvironmentDiff> of(ReleasePlan plan) {
        Stage first = plan.stages().get(0);
        StageTask.FetchBundle fetch = plan.fetchBundle()
                .orElseThrow(
                        () -> new IllegalArgumentException("release " + plan.release() + " makes its bundle itself"));
        StageControl control =
                StageControl.alone(plan.release(), first.id(), clock.instant().plus(TIME_LIMIT));
        ImageReference reference = fetch.bundle();
        Bundle bundle = bundles.read(reference, control);
        Map<EnvironmentName, EnvironmentDiff> diffs = new LinkedHashMap<>();
        plan.environments().forEach(environment -> {
            DeployRequest request = new DeployRequest(environment, bundle, reference);
            diffs.put(environment.name(), deployer.compare(request, control).diff());
        });
        return diffs;
    }
}
