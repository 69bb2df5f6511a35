package io.kuberelease.engine;

import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Stops what changes an environment when its lock is lost: somebody else may be at work there. */
final class LockGuard {
    private final EnvironmentLock locks;
    private final EnvironmentSpec environment;
    private final String doing;

    /**
     * @param doing the work that is stopped, for messages, for example {@code deploying to}
     */
    LockGuard(EnvironmentLock locks, EnvironmentSpec environment, String doing) {
        this.locks = locks;
        this.doing = doing;
        this.environment = environment;
    }

    /**
     * Runs the work and gives its outcome. Work that was stopped because the lock was lost ends as errored: it is tried
     * again, which begins with taking the lock.
     */
    CompletionStage<StageOutcome> during(
            StageControl control, Function<StageControl, CompletionStage<StageOutcome>> work) {
        CancelSwitch stop = CancelSwitch.under(control.cancellation());
        CompletableFuture<String> lost =
                locks.lost(environment, control.release()).toCompletableFuture();
        var unused = lost.thenRun(stop::cancel);
        return started(work, control.stoppedBy(stop))
                .exceptionally(Outcomes::of)
                .thenApply(outcome ->
                        control.cancellation().requested() ? outcome : inTheLightOf(lost.getNow(""), outcome));
    }

    /** Starts the work; an exception that it throws at once is treated like a later one. */
    private static CompletionStage<StageOutcome> started(
            Function<StageControl, CompletionStage<StageOutcome>> work, StageControl control) {
        try {
            return work.apply(control);
        } catch (RuntimeException problem) {
            return CompletableFuture.failedFuture(problem);
        }
    }

    private StageOutcome inTheLightOf(String lost, StageOutcome outcome) {
        return outcome.aborted()
                .filter(aborted -> !lost.isEmpty())
                .<StageOutcome>map(aborted -> new StageOutcome.Errored(
                        Cause.of(
                                        CauseKind.LOCKED,
                                        "stopped " + doing + " " + environment.name() + ", since the lock was lost: "
                                                + lost + "; " + aborted.left())
                                .suggesting("look at who holds it now, and whether this machine reaches the cluster"),
                        Duration.ZERO))
                .orElse(outcome);
    }
}
