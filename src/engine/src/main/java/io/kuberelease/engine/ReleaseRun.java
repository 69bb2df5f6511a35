package io.kuberelease.engine;

import io.kuberelease.journal.Journal;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Approval;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Carries a release through, in this process: asks the engine, writes the intent down, starts the work, and asks again
 * when something has happened. All its state belongs to the loop; nothing here waits.
 */
public final class ReleaseRun {
    /** The longest soak or freeze that a run with {@link WaitMode#LEAVES} stays for. */
    private static final Duration SITS_OUT = Duration.ofHours(1);

    private final ReleaseEngine engine = new ReleaseEngine();
    private final JournalWriter journal;
    private final SinkHub sinks;
    private final InstantSource clock;
    private final Loop loop;
    private final WaitMode waitMode;
    private final StageActions actions;
    private final StageExecutor stageExecutor;
    private final Redactor redactor;

    private CompletableFuture<RunResult> ending = new CompletableFuture<>();
    private Optional<Throwable> end = Optional.empty();
    private @Nullable Future<?> alarm;

    /**
     * @param written begins with the plan; others may write what people decide, and this run hears of it
     * @param loop of this run alone, since writing the journal may block it
     */
    public ReleaseRun(
            Journal written, StageActions actions, SinkHub sinks, InstantSource clock, Loop loop, WaitMode waitMode) {
        this.journal = new JournalWriter(written, sinks, clock, actions.redactor());
        this.redactor = actions.redactor();
        this.sinks = sinks;
        this.clock = clock;
        this.loop = loop;
        this.waitMode = waitMode;
        this.actions = actions;
        this.stageExecutor = new StageExecutor(actions, sinks, loop, this::guarded, this::stageEnded);
        sinks.whenTroubled(event -> post(() -> happened(event)));
        written.whenOthersWrite(this::look);
    }

    /**
     * Begins, or goes on where the journal ends; completes when nothing is left to do here. Called again after {@link
     * RunResult.NeedsPerson}, once the person has decided.
     */
    public CompletableFuture<RunResult> go() {
        CompletableFuture<RunResult> next = new CompletableFuture<>();
        loop.execute(() -> {
            ending = next;
            end.ifPresent(next::completeExceptionally);
            guarded(this::goOn);
        });
        return next;
    }

    /** Writes down that another process takes the release up again; call it before {@link #go}. */
    public void resumedBy(String who) {
        post(() -> journal.add(new ReleaseEvent.Resumed(who)));
    }

    /**
     * Records a person's decision on the stage. The caller has made sure who the person is, and that they may decide.
     */
    public void decide(StageId stage, Approval approval) {
        post(() -> {
            actions.witness(stage, approval, journal.state());
            happened(new ReleaseEvent.Decided(stage, approval));
        });
    }

    /** Ends the release early: what is under way is told to stop, what was opened is tidied up. Idempotent. */
    public void abort(String by) {
        post(() -> {
            if (journal.state().abortedBy().isEmpty()
                    && journal.state().result().isEmpty()) {
                happened(new ReleaseEvent.AbortRequested(by));
            }
        });
    }

    private void look() {
        try {
            post(this::goOn);
        } catch (RejectedExecutionException over) {
            // The run is over, and so is its loop: what others write is of no interest here any more.
        }
    }

    private void post(Runnable message) {
        loop.execute(() -> guarded(message));
    }

    /** What cannot be written down must not happen: a journal that fails for good ends the run, as any error does. */
    private void guarded(Runnable message) {
        if (end.isPresent()) {
            return;
        }
        try {
            message.run();
        } catch (Throwable e) {
            end = Optional.of(e);
            ending.completeExceptionally(e);
            stageExecutor.stopAll();
        }
    }

    /** Runs on the loop, at once: between the end of a try and its entry nothing else may look at the state. */
    private void stageEnded(StageId stage, int attempt, StageOutcome outcome) {
        happened(new ReleaseEvent.StageEnded(stage, attempt, outcome));
    }

    private void happened(ReleaseEvent event) {
        journal.add(event);
        goOn();
    }

    /** Brings journal and state up to date, and does what follows; harmless at any time. */
    private void goOn() {
        try {
            journal.catchUp();
            if (ending.isDone()) {
                journal.write(List.of());
            } else {
                advance();
            }
            journal.isWell();
        } catch (Journal.Overtaken e) {
            post(this::goOn);
        } catch (ReleaseException.Errored e) {
            waitForTheJournal(e);
        }
    }

    private void advance() {
        Decision decision = engine.advance(journal.ahead(), stageExecutor.underWay(), clock.instant());
        JournalMove move = new JournalMove(decision.effects(), journal);
        journal.write(move.intents());
        move.possible().forEach(this::carryOut);
        move.requireDone();
        actions.lookAhead(journal.state(), sinks::progressOf);
        setAlarm(decision.wakeAt());
        if (journal.state().result().isPresent()) {
            ending.complete(new RunResult.Over(journal.state()));
        } else if (decision.onPeopleOnly() && waitMode == WaitMode.LEAVES) {
            ending.complete(new RunResult.NeedsPerson(journal.state()));
        } else if (decision.restsUntil().filter(this::isFarAway).isPresent() && waitMode == WaitMode.LEAVES) {
            ending.complete(new RunResult.NeedsTime(journal.state()));
        }
    }

    private boolean isFarAway(Instant time) {
        return time.isAfter(clock.instant().plus(SITS_OUT));
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.Start start) {
            ReleaseState state = journal.state();
            stageExecutor.start(
                    start, state, state.stage(start.stage().id()).dueAt().orElseThrow());
            JournalMove.expectedAfter(start.stage().id(), state)
                    .forEach(next -> journal.expectMove(next, actions.workers()));
        } else if (effect instanceof Effect.Stop stop) {
            stageExecutor.stop(stop.stage(), stop.reason());
        } else if (effect instanceof Effect.MoveJournal || effect instanceof Effect.Conclude) {
            post(this::goOn);
        }
    }

    private void waitForTheJournal(ReleaseException.Errored problem) {
        Instant next = journal.retryAt(problem);
        String why = redactor.text("waits for its journal: " + problem.reason().summary());
        journal.newlyHeldUp().ifPresent(stage -> sinks.progressOf(stage).note(why));
        setAlarm(Optional.of(next));
    }

    private void setAlarm(Optional<Instant> wakeAt) {
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarm = wakeAt.<Future<?>>map(time -> {
                    Duration wait = Duration.between(clock.instant(), time);
                    return loop.later(() -> post(this::goOn), Duration.ofMillis(Math.max(1, wait.toMillis() + 1)));
                })
                .orElse(null);
    }
}
