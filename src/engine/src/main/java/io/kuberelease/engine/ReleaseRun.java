package io.kuberelease.engine;

import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Approval;
import io.kuberelease.model.StageId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries a release through, in this process: asks the engine, writes the intent down, starts the work, and asks again
 * when something has happened. All its state belongs to one thread, the loop; nothing here waits.
 */
public final class ReleaseRun {
    /** How long a run that leaves rather than wait for a person stays for a soak or a freeze to end. */
    private static final Duration SITS_OUT = Duration.ofHours(1);

    private final ReleaseEngine engine = new ReleaseEngine();
    private final Journal journal;
    private final SinkHub sinks;
    private final InstantSource clock;
    private final ScheduledExecutorService loop;
    private final Attendance attendance;
    private final Workshop workshop;

    private CompletableFuture<Ending> ending = new CompletableFuture<>();
    private ReleaseState state;
    private @Nullable ScheduledFuture<?> alarm;

    /**
     * @param journal begins with the plan; this run is its only writer
     * @param loop one thread, which may serve several runs
     */
    public ReleaseRun(
            Journal journal,
            StageActions actions,
            SinkHub sinks,
            InstantSource clock,
            ScheduledExecutorService loop,
            Attendance attendance) {
        this.journal = journal;
        this.sinks = sinks;
        this.clock = clock;
        this.loop = loop;
        this.attendance = attendance;
        this.state = ReleaseState.of(journal.entries());
        this.workshop = new Workshop(actions, sinks, loop, this::guarded, this::stageEnded);
        sinks.whenTroubled(event -> post(() -> write(event)));
    }

    /**
     * Begins, or goes on where the journal ends; completes when nothing is left to do here. Called again after {@link
     * Ending.NeedsPerson}, once the person has decided.
     */
    public CompletableFuture<Ending> go() {
        CompletableFuture<Ending> next = new CompletableFuture<>();
        post(() -> {
            ending = next;
            advance();
        });
        return next;
    }

    /** Writes down that another process takes the release up again; call it before {@link #go}. */
    public void resumedBy(String who) {
        post(() -> write(new ReleaseEvent.Resumed(who)));
    }

    /** A person has decided about the stage. */
    public void decide(StageId stage, Approval approval) {
        post(() -> {
            write(new ReleaseEvent.Decided(stage, approval));
            advance();
        });
    }

    /** Ends the release early: what is under way is told to stop, what was opened is tidied up. */
    public void abort(String by) {
        post(() -> {
            if (state.abortedBy().isEmpty() && state.result().isEmpty()) {
                write(new ReleaseEvent.AbortRequested(by));
                advance();
            }
        });
    }

    private void post(Runnable message) {
        loop.execute(() -> guarded(message));
    }

    /** What cannot be written down must not happen: a journal that fails ends the run. */
    private void guarded(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException e) {
            workshop.stopAll();
            ending.completeExceptionally(e);
        }
    }

    /** Runs on the loop, at once: between the end of a try and its entry nothing else may look at the state. */
    private void stageEnded(StageId stage, int attempt, StageOutcome outcome) {
        write(new ReleaseEvent.StageEnded(stage, attempt, outcome));
        advance();
    }

    private void advance() {
        if (ending.isDone()) {
            return;
        }
        Decision decision = engine.advance(state, workshop.underWay(), clock.instant());
        decision.effects().forEach(this::carryOut);
        setAlarm(decision.wakeAt());
        if (state.result().isPresent()) {
            ending.complete(new Ending.Over(state));
        } else if (decision.onPeopleOnly() && attendance == Attendance.LEAVES) {
            ending.complete(new Ending.NeedsPerson(state));
        } else if (decision.restsUntil().filter(this::isFarAway).isPresent() && attendance == Attendance.LEAVES) {
            ending.complete(new Ending.NeedsTime(state));
        }
    }

    private boolean isFarAway(Instant time) {
        return time.isAfter(clock.instant().plus(SITS_OUT));
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.Start start) {
            write(new ReleaseEvent.StageStarted(start.stage().id(), start.attempt()));
            workshop.start(start, state, dueAt(start.stage().id()));
        } else if (effect instanceof Effect.Stop stop) {
            workshop.stop(stop.stage(), stop.reason());
        } else if (effect instanceof Effect.Conclude conclude) {
            write(new ReleaseEvent.StageEnded(conclude.stage(), conclude.attempt(), conclude.outcome()));
            post(this::advance);
        } else if (effect instanceof Effect.End end) {
            write(new ReleaseEvent.Ended(end.result()));
        }
    }

    private Instant dueAt(StageId stage) {
        return state.stage(stage).dueAt().orElseThrow();
    }

    private void write(ReleaseEvent event) {
        JournalEntry entry = new JournalEntry(state.entries(), clock.instant(), event);
        journal.append(entry);
        state = state.after(entry);
        sinks.event(entry, state);
    }

    private void setAlarm(Optional<Instant> wakeAt) {
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarm = wakeAt.map(time -> {
                    Duration wait = Duration.between(clock.instant(), time);
                    return loop.schedule(
                            () -> post(this::advance), Math.max(1, wait.toMillis() + 1), TimeUnit.MILLISECONDS);
                })
                .orElse(null);
    }
}
