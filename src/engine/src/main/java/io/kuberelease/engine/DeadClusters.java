package io.kuberelease.engine;

import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.PopUpName;
import io.kuberelease.plan.StageTask;
import io.kuberelease.port.ClusterMaker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Names a cluster that was made for releases and died in the middle of one. Whatever asked it in vain knows a server that
 * does not answer, and not that there is a command which gives the cluster up.
 */
final class DeadClusters {
    private final ClusterMaker clusters;
    private final Executor workers;

    DeadClusters(ClusterMaker clusters, Executor workers) {
        this.clusters = clusters;
        this.workers = workers;
    }

    /** The outcome, with the cluster in its cause if that is what it came of. */
    CompletionStage<StageOutcome> named(StageTask task, StageOutcome outcome) {
        Optional<PopUpName> cluster = outcome.trouble()
                .filter(cause -> cause.kind() == CauseKind.UNAVAILABLE)
                .flatMap(cause -> target(task));
        return cluster.isEmpty()
                ? CompletableFuture.completedFuture(outcome)
                : CompletableFuture.supplyAsync(() -> named(cluster.get(), outcome), workers);
    }

    private StageOutcome named(PopUpName cluster, StageOutcome outcome) {
        return clusters.trouble(cluster).map(dead -> because(outcome, dead)).orElse(outcome);
    }

    private static StageOutcome because(StageOutcome outcome, Cause dead) {
        return outcome.errored()
                .<StageOutcome>map(
                        errored -> new StageOutcome.Errored(because(errored.cause(), dead), errored.retryAfter()))
                .or(() -> outcome.failed()
                        .map(failed -> new StageOutcome.Failed(because(failed.cause(), dead), failed.left())))
                .orElse(outcome);
    }

    private static Cause because(Cause seen, Cause dead) {
        return new Cause(seen.kind(), dead.summary() + "; so: " + seen.summary(), seen.evidence(), dead.suggestion());
    }

    private static Optional<PopUpName> target(StageTask task) {
        return task.reaches()
                .map(environment -> environment.target())
                .or(() -> task instanceof StageTask.StartDatastores start
                        ? Optional.of(start.target())
                        : Optional.empty())
                .or(() -> task instanceof StageTask.RunTests run ? Optional.of(run.target()) : Optional.empty())
                .flatMap(target -> PopUpName.of(target.cluster()));
    }
}
