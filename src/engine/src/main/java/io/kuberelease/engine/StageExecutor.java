package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.StageId;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The work that is under way in this process; used on the loop alone. */
final class StageExecutor {
    /** How long work that was told to stop may take before it is left to itself. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(4);

    private final StageActions actions;
    private final SinkHub sinks;
    private final Loop loop;
    private final Consumer<Runnable> guard;
    private final Ended ended;
    private final Map<StageId, Job> jobs = new HashMap<>();

    /** Hears how a try ended; called on the loop. */
    interface Ended {
        void ended(StageId stage, int attempt, StageOutcome outcome);
    }

    /** A try that is under way. */
    private static final class Job {
        private final int attempt;
        private final Duration allowed;
        private final CancelSwitch cancel = new CancelSwitch();
        private Optional<StopReason> stopped = Optional.empty();
        private Optional<Future<?>> stopTimer = Optional.empty();

        private Job(int attempt, Duration allowed) {
            this.attempt = attempt;
            this.allowed = allowed;
        }
    }

    StageExecutor(StageActions actions, SinkHub sinks, Loop loop, Consumer<Runnable> guard, Ended ended) {
        this.actions = actions;
        this.sinks = sinks;
        this.loop = loop;
        this.guard = guard;
        this.ended = ended;
    }

    Set<StageId> underWay() {
        return Set.copyOf(jobs.keySet());
    }

    void start(Effect.Start start, ReleaseState state, Instant deadline) {
        StageId id = start.stage().id();
        Job job = new Job(start.attempt(), start.stage().deadline());
        jobs.put(id, job);
        StageControl control = new StageControl(
                state.plan().release(), id, deadline, start.adopting(), job.cancel, sinks.progressOf(id));
        actions.perform(start.stage().task(), state, control)
                .whenComplete(
                        (outcome, impossible) -> loop.execute(() -> guard.accept(() -> finish(id, job, outcome))));
    }

    /** Tells the stage to stop; telling it twice changes nothing. */
    void stop(StageId id, StopReason reason) {
        Job job = jobs.get(id);
        if (job == null || job.stopped.isPresent()) {
            return;
        }
        job.stopped = Optional.of(reason);
        job.cancel.cancel();
        StageOutcome left = new StageOutcome.Aborted("it did not stop when told to, and was left to itself");
        job.stopTimer = Optional.of(loop.later(() -> guard.accept(() -> finish(id, job, left)), STOP_GRACE));
    }

    void stopAll() {
        jobs.values().forEach(job -> job.cancel.cancel());
        jobs.clear();
    }

    /** The first end of a try counts; what comes after it was left to itself is of no interest any more. */
    private void finish(StageId id, Job job, StageOutcome outcome) {
        job.stopTimer.ifPresent(timer -> timer.cancel(false));
        if (jobs.remove(id, job)) {
            ended.ended(id, job.attempt, inTheLightOf(job, outcome));
        }
    }

    private static StageOutcome inTheLightOf(Job job, StageOutcome outcome) {
        if (job.stopped.isEmpty() || outcome.succeeded().isPresent()) {
            return outcome;
        }
        return switch (job.stopped.get()) {
            case NOT_NEEDED -> new StageOutcome.Skipped(StopReason.NOT_NEEDED.words());
            case DEADLINE ->
                outcome.aborted()
                        .map(aborted -> lateFailure(job, aborted.left()))
                        .or(() -> outcome.errored().map(errored -> new StageOutcome.Failed(errored.cause())))
                        .orElse(outcome);
            case ABORT, ANOTHER_FAILED ->
                outcome.errored()
                        .<StageOutcome>map(errored ->
                                new StageOutcome.Aborted(errored.cause().summary()))
                        .orElse(outcome);
        };
    }

    private static StageOutcome lateFailure(Job job, String left) {
        return new StageOutcome.Failed(
                Cause.of(CauseKind.DEADLINE, "it did not end within " + job.allowed.toSeconds() + " s")
                        .seen(List.of(new Evidence("when it was stopped", List.of(left)))));
    }
}
