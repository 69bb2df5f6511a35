package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput.ChartPackaged;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.ImageReference;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.BundleStore.Contents;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.StageControl;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The bundle of a release, fetched once: it can't change. */
final class Bundles {
    private final BundleStore store;
    private final Map<ImageReference, Bundle> fetched = new ConcurrentHashMap<>();

    Bundles(BundleStore store) {
        this.store = store;
    }

    /** Stores the bundle of the release; blocks. */
    ImageReference write(StageTask.WriteBundle task, ReleaseState state, StageControl control) {
        return store.write(contents(task, state), task.repository(), control);
    }

    /**
     * The bundle that the release is going to write, for an environment, before it is written: once its image and chart are
     * there. Blocks.
     */
    DeployRequest ahead(
            StageTask.WriteBundle task, ReleaseState state, EnvironmentSpec environment, StageControl control) {
        BundleStore.Foreseen foreseen = store.foresee(contents(task, state), task.repository(), control);
        fetched.putIfAbsent(foreseen.reference(), foreseen.bundle());
        return new DeployRequest(environment, foreseen.bundle(), foreseen.reference());
    }

    private static Contents contents(StageTask.WriteBundle task, ReleaseState state) {
        ReleasePlan plan = state.plan();
        return new Contents(
                task.app(),
                plan.version(),
                plan.source().commit(),
                PlannedImages.of(plan, state.images().orElseThrow()),
                state.output(ChartPackaged.class).orElseThrow().chart(),
                task.environments());
    }

    /** The release's bundle for an environment; blocks when it has to be fetched. */
    DeployRequest request(ReleaseState state, EnvironmentSpec environment, StageControl control) {
        return request(state.bundle().orElseThrow(), environment, control);
    }

    /** Any bundle for an environment; blocks when it has to be fetched. */
    DeployRequest request(ImageReference reference, EnvironmentSpec environment, StageControl control) {
        return new DeployRequest(environment, read(reference, control), reference);
    }

    /** The bundle of that reference; blocks when it has to be fetched. */
    Bundle read(ImageReference reference, StageControl control) {
        return fetched.computeIfAbsent(reference, missing -> store.read(missing, control));
    }
}
