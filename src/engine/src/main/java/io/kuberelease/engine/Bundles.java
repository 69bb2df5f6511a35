package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.ImageReference;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.BundleStore;
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
