package io.kuberelease.cli.wiring;

import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.plan.ReleasePlan;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Prepares connections to clusters in the background, beside the build: a first connection takes as long as a whole
 * environment in which nothing changes. Problems are ignored, since later uses of the cluster report them.
 */
final class ClusterWarmup {
    private final Supplier<? extends Clusters> clusters;
    private final Executor workers;

    ClusterWarmup(Supplier<? extends Clusters> clusters, Executor workers) {
        this.clusters = clusters;
        this.workers = workers;
    }

    /** Reads the kubeconfig, which also loads its classes. */
    void read() {
        workers.execute(() -> quietly(clusters));
    }

    /**
     * Connects to the clusters that are used before the first approval; the others may not be needed for days. One
     * after another, since a kubeconfig may ask a person to log in.
     */
    void connect(ReleasePlan plan) {
        List<String> needed = plan.stages().stream()
                .takeWhile(stage -> !stage.task().waitsForPerson())
                .flatMap(stage -> stage.id().environment().stream())
                .flatMap(environment -> plan.environment(environment).stream())
                .map(environment -> environment.target().cluster())
                .distinct()
                .toList();
        workers.execute(
                () -> needed.forEach(cluster -> quietly(() -> clusters.get().clusterId(cluster))));
    }

    private static void quietly(Supplier<?> attempt) {
        try {
            var unused = attempt.get();
        } catch (RuntimeException problem) {
            // A later use tries again and reports the problem.
            return;
        }
    }
}
