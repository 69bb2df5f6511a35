package io.kuberelease.engine;

import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
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
    /** How long a run that leaves rather than wait for a person stays for a soak or a freeze to end. */
    private static final Duration SITS_OUT = Duration.ofHours(1);

    private final ReleaseEngine engine = new ReleaseEngine();
    private final Journal journal;
    private final SinkHub sinks;
    private final InstantSource clock;
    private final Loop loop;
    private final Attendance attendance;
    private final Workshop workshop;
    private final Facts facts = new Facts();
    private final JournalTrouble trouble = new JournalTrouble();

    private CompletableFuture<Ending> ending = new CompletableFuture<>();
    private ReleaseState state;
    private Optional<ReleaseEvent> tried = Optional.empty();
    private Optional<RuntimeException> end = Optional.empty();
    private @Nullable Future<?> alarm;

    /**
     * @param journal begins with the plan; others may write what people decide, and this run hears of it
     * @param loop of this run alone, since writing the journal may block it
     */
    public ReleaseRun(
            Journal journal,
            StageActions actions,
            SinkHub sinks,
            InstantSource clock,
            Loop loop,
            Attendance attendance) {
        this.journal = journal;
        this.sinks = sinks;
        this.clock = clock;
        this.loop = loop;
        this.attendance = attendance;
        this.state = ReleaseState.of(journal.entries());
        this.workshop = new Workshop(actions, sinks, loop, this::guarded, this::stageEnded);
        sinks.whenTroubled(event -> post(() -> happened(event)));
        journal.whenOthersWrite(this::look);
    }

    /**
     * Begins, or goes on where the journal ends; completes when nothing is left to do here. Called again after {@link
     * Ending.NeedsPerson}, once the person has decided.
     */
    public CompletableFuture<Ending> go() {
        CompletableFuture<Ending> next = new CompletableFuture<>();
        loop.execute(() -> {
            ending = next;
            end.ifPresent(next::completeExceptionally);
            guarded(this::goOn);
        });
        return next;
    }

    /** Writes down that another process takes the release up again; call it before {@link #go}. */
    public void resumedBy(String who) {
        post(() -> facts.add(clock.instant(), new ReleaseEvent.Resumed(who)));
    }

    /** A person has decided about the stage. */
    public void decide(StageId stage, Approval approval) {
        post(() -> happened(new ReleaseEvent.Decided(stage, approval)));
    }

    /** Ends the release early: what is under way is told to stop, what was opened is tidied up. */
    public void abort(String by) {
        post(() -> {
            if (state.abortedBy().isEmpty() && state.result().isEmpty()) {
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

    /** What cannot be written down must not happen: a journal that fails for good ends the run. */
    private void guarded(Runnable message) {
        if (end.isPresent()) {
            return;
        }
        try {
            message.run();
        } catch (RuntimeException e) {
            end = Optional.of(e);
            workshop.stopAll();
            ending.completeExceptionally(e);
        }
    }

    /** Runs on the loop, at once: between the end of a try and its entry nothing else may look at the state. */
    private void stageEnded(StageId stage, int attempt, StageOutcome outcome) {
        happened(new ReleaseEvent.StageEnded(stage, attempt, outcome));
    }

    private void happened(ReleaseEvent event) {
        facts.add(clock.instant(), event);
        goOn();
    }

    /** Brings journal and state up to date, and does what follows; harmless at any time. */
    private void goOn() {
        try {
            journal.others().forEach(this::takeOver);
            if (ending.isDone()) {
                write(facts.entries(state.entries()));
            } else {
                advance();
            }
            trouble.over();
        } catch (Journal.Overtaken e) {
            post(this::goOn);
        } catch (ReleaseException.Errored e) {
            waitForTheJournal(e);
        }
    }

    /** What has happened and what is to follow are written at once, since a journal in a cluster takes its time. */
    private void advance() {
        List<JournalEntry> news = facts.entries(state.entries());
        Decision decision = engine.advance(state.after(news), workshop.underWay(), clock.instant());
        decision.effects().stream()
                .flatMap(effect -> intent(effect).stream())
                .forEach(intent -> news.add(entry(state.entries() + news.size(), intent)));
        write(news);
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

    /** What is written before the effect is carried out; the journal's move is written by itself. */
    private static Optional<ReleaseEvent> intent(Effect effect) {
        if (effect instanceof Effect.Start start) {
            return Optional.of(new ReleaseEvent.StageStarted(start.stage().id(), start.attempt()));
        }
        if (effect instanceof Effect.Conclude conclude) {
            return Optional.of(new ReleaseEvent.StageEnded(conclude.stage(), conclude.attempt(), conclude.outcome()));
        }
        return effect instanceof Effect.End over
                ? Optional.of(new ReleaseEvent.Ended(over.result()))
                : Optional.empty();
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.Start start) {
            workshop.start(start, state, dueAt(start.stage().id()));
        } else if (effect instanceof Effect.Stop stop) {
            workshop.stop(stop.stage(), stop.reason());
        } else if (effect instanceof Effect.MoveJournal move) {
            moveJournal(move);
        } else if (effect instanceof Effect.Conclude) {
            post(this::goOn);
        }
    }

    private void moveJournal(Effect.MoveJournal move) {
        try {
            write(new ReleaseEvent.JournalMoved(move.to()));
        } catch (ReleaseException.Failed refused) {
            write(new ReleaseEvent.StageStarted(move.first(), 1));
            write(new ReleaseEvent.StageEnded(move.first(), 1, new StageOutcome.Failed(refused.reason())));
        }
        post(this::goOn);
    }

    private Instant dueAt(StageId stage) {
        return state.stage(stage).dueAt().orElseThrow();
    }

    private JournalEntry entry(long number, ReleaseEvent event) {
        return new JournalEntry(number, clock.instant(), event);
    }

    private void write(ReleaseEvent event) {
        write(List.of(entry(state.entries(), event)));
    }

    private void write(List<JournalEntry> news) {
        if (news.isEmpty()) {
            return;
        }
        tried = Optional.of(news.get(0).event());
        journal.append(news);
        news.forEach(entry -> {
            facts.written(entry);
            take(entry);
        });
    }

    /** An entry that this run has not written, or whose answer was lost on its way back. */
    private void takeOver(JournalEntry entry) {
        boolean ours = facts.written(entry);
        take(entry);
        if (!ours && entry.event() instanceof ReleaseEvent.Resumed resumed) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.LOCKED,
                            "release " + state.plan().release() + " was taken over by " + resumed.by()
                                    + ", since this process was not heard of any more")
                    .suggesting("look at kube-release status"));
        }
    }

    private void take(JournalEntry entry) {
        state = state.after(entry);
        sinks.event(entry, state);
    }

    private void waitForTheJournal(ReleaseException.Errored problem) {
        Instant next = trouble.retryAt(problem, tried, state, clock.instant());
        if (trouble.isNew()) {
            tried.flatMap(event -> JournalTrouble.stage(event, state)).ifPresent(stage -> sinks.progressOf(stage)
                    .note("waits for its journal: " + problem.reason().summary()));
        }
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
