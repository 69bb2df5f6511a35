package io.kuberelease.testkit;

import io.kuberelease.model.Cause;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ClusterSpec;
import io.kuberelease.port.ClusterMaker;
import io.kuberelease.port.StageControl;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cluster that is made once, however often it is asked for. */
final class FakeClusterMaker implements ClusterMaker {
    private final FakeWorld world;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    FakeClusterMaker(FakeWorld world) {
        this.world = world;
    }

    /** In the words of the fault {@code answer of cluster NAME}, if there is one. */
    @Override
    public Optional<Cause> trouble(PopUpName name) {
        try {
            world.mayFail("answer of cluster " + name.name());
            return Optional.empty();
        } catch (ReleaseException silent) {
            return Optional.of(silent.reason());
        }
    }

    @Override
    public void make(ClusterSpec cluster, StageControl control) {
        String change = "make cluster " + cluster.name().name();
        world.mayFail(change);
        if (made.add(cluster.name().name())) {
            world.changed(change);
        }
    }
}
