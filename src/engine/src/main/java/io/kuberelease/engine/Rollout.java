package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Failed;
import io.kuberelease.journal.StageOutcome.Succeeded;
import io.kuberelease.journal.StageOutput.Deployed;
import io.kuberelease.journal.StageOutput.NotReady;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Deployer.Comparison;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.Deployer.Deployment;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import io.kuberelease.port.ResourceTracker.Tracking;
import io.kuberelease.port.ResourceTracker.Verdict;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Makes a Helm revision with our tracker beside it from the first moment: hooks block Helm, and only the tracker sees
 * why one fails while its pod still exists.
 */
final class Rollout {
    /** How long the tracker may still look for the cause of an error that Helm gave without one. */
    private static final Duration CAUSE_GRACE = Duration.ofSeconds(2);

    /** How long a resumed rollout is still watched when its own time is over. */
    private static final Duration TO_LOOK_AGAIN = Duration.ofSeconds(30);

    private final Ports ports;
    private final Executor workers;
    private final InstantSource clock;
    private final Redactor redactor;

    Rollout(Ports ports, Executor workers, InstantSource clock, Redactor redactor) {
        this.ports = ports;
        this.workers = workers;
        this.clock = clock;
        this.redactor = redactor;
    }

    /** Deploys what was compared; stopped when the environment's lock is lost. */
    CompletionStage<StageOutcome> perform(
            DeployRequest request, Comparison compared, ReleaseState state, StageControl control) {
        return new LockGuard(ports.locks(), request.environment(), "deploying to")
                .during(control, guarded -> course(request, compared, state, guarded));
    }

    private CompletionStage<StageOutcome> course(
            DeployRequest request, Comparison compared, ReleaseState state, StageControl control) {
        EnvironmentSpec environment = request.environment();
        Tracking tracking = ports.tracker()
                .track(
                        new TrackRequest(environment.target(), compared.resources(), compared.hooks()),
                        control.until(readyBy(environment, state, control)));
        return new Course(request, compared, tracking, control)
                .outcome()
                .whenComplete((outcome, problem) -> tracking.close());
    }

    /**
     * When the rollout must be ready. A resumed one gets a moment more, to see whether all is well though its time ran
     * out.
     */
    private Instant readyBy(EnvironmentSpec environment, ReleaseState state, StageControl control) {
        Instant began = state.stage(control.stage()).countedFrom().orElseThrow();
        Instant by = began.plus(environment.readyWithin());
        Instant soon = clock.instant().plus(TO_LOOK_AGAIN);
        return control.adopting() && by.isBefore(soon) ? soon : by;
    }

    /** One rollout under way. */
    private final class Course {
        private final DeployRequest request;
        private final Tracking tracking;
        private final StageControl control;
        private final CancelSwitch helmSwitch;
        private final CompletableFuture<Deployment> helm;

        private Course(DeployRequest request, Comparison compared, Tracking tracking, StageControl control) {
            this.request = request;
            this.tracking = tracking;
            this.control = control;
            this.helmSwitch = CancelSwitch.under(control.cancellation());
            this.helm = ports.deployer()
                    .deploy(request, compared.diff(), control.stoppedBy(helmSwitch))
                    .toCompletableFuture();
        }

        private CompletionStage<StageOutcome> outcome() {
            tracking.verdict().thenAccept(verdict -> stopHelmAfter(verdict));
            return helm.handle((deployment, problem) ->
                            problem == null ? afterApplying(deployment) : afterHelmFailed(problem))
                    .thenCompose(outcome -> outcome);
        }

        /**
         * A bad verdict while Helm is still running is a cause, such as a failed hook or pods that can't start: Helm is
         * stopped.
         */
        private void stopHelmAfter(Verdict verdict) {
            if (verdict instanceof Verdict.NotReady && !helm.isDone()) {
                helmSwitch.cancel();
            }
        }

        private CompletionStage<StageOutcome> afterApplying(Deployment deployment) {
            tracking.applied();
            return tracking.verdict()
                    .thenApplyAsync(verdict -> judge(verdict, deployment), workers)
                    .exceptionally(problem -> interrupted(problem, deployment));
        }

        private StageOutcome judge(Verdict verdict, Deployment deployment) {
            if (verdict instanceof Verdict.Ready ready) {
                settle();
                return new Succeeded(new Deployed(deployment.revision(), ready.resources()));
            }
            Verdict.NotReady notReady = (Verdict.NotReady) verdict;
            return failed(notReady, marked(notReady.cause(), deployment));
        }

        /** What is left behind is in nobody's way, and the next deployment removes it. */
        private void settle() {
            try {
                ports.deployer().settle(request.environment(), control);
            } catch (ReleaseException later) {
                control.progress()
                        .log("secrets", "left behind: " + later.reason().summary());
            }
        }

        /**
         * Marks the revision failed in Helm's record. When that fails, the cause is kept and the problem becomes part
         * of its evidence.
         */
        private Cause marked(Cause cause, Deployment deployment) {
            try {
                ports.deployer().markFailed(request, deployment.revision(), redactor.text(cause.summary()));
                return cause;
            } catch (ReleaseException problem) {
                List<Evidence> seen = new ArrayList<>(cause.evidence());
                seen.add(new Evidence(
                        "Helm's record does not say so",
                        List.of(problem.reason().summary())));
                return cause.seen(seen);
            }
        }

        private StageOutcome interrupted(Throwable problem, Deployment deployment) {
            if (!control.cancellation().requested()) {
                return Outcomes.of(problem);
            }
            return new StageOutcome.Aborted("revision " + deployment.revision() + " of "
                    + request.environment().app() + " is applied in namespace "
                    + request.environment().target().namespace()
                    + "; whether it becomes ready is no longer watched");
        }

        private CompletionStage<StageOutcome> afterHelmFailed(Throwable problem) {
            if (control.cancellation().requested()) {
                return CompletableFuture.completedFuture(withCause(known(), problem));
            }
            return tracking.verdict()
                    .thenApply(Optional::of)
                    .toCompletableFuture()
                    .copy()
                    .completeOnTimeout(
                            Optional.empty(), CAUSE_GRACE.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                    .exceptionally(unknown -> Optional.empty())
                    .thenApply(verdict -> withCause(verdict, problem));
        }

        /**
         * The tracker's verdict if there is one already: a known cause stays the cause also when the work was told to
         * stop or lost its lock.
         */
        private Optional<Verdict> known() {
            CompletableFuture<Verdict> verdict = tracking.verdict().toCompletableFuture();
            return verdict.isDone() && !verdict.isCompletedExceptionally()
                    ? Optional.of(verdict.join())
                    : Optional.empty();
        }

        private StageOutcome withCause(Optional<Verdict> verdict, Throwable problem) {
            return verdict.filter(Verdict.NotReady.class::isInstance)
                    .map(Verdict.NotReady.class::cast)
                    .map(notReady -> failed(notReady, notReady.cause()))
                    .orElseGet(() -> Outcomes.of(problem));
        }

        private StageOutcome failed(Verdict.NotReady notReady, Cause cause) {
            return new Failed(cause, Optional.of(new NotReady(notReady.resources())));
        }
    }
}
