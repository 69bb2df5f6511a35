package io.kuberelease.engine;

import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The journal as a run keeps it: what has happened waits here until it is written, and what is written is the state,
 * and is told to the sinks. Used on the loop alone.
 */
final class JournalWriter {
    private final Journal journal;
    private final SinkHub sinks;
    private final InstantSource clock;
    private final Redactor redactor;
    private final PendingEvents pending = new PendingEvents();
    private final RetryPolicy retries = new RetryPolicy();
    private ReleaseState state;
    private Optional<ReleaseEvent> tried = Optional.empty();

    /**
     * @param journal begins with the plan; others may write what people decide
     */
    JournalWriter(Journal journal, SinkHub sinks, InstantSource clock, Redactor redactor) {
        this.journal = journal;
        this.sinks = sinks;
        this.clock = clock;
        this.redactor = redactor;
        this.state = ReleaseState.of(journal.entries());
    }

    /** Where the release stands, by what is written. */
    ReleaseState state() {
        return state;
    }

    /** Where it stands once what has happened is written too. */
    ReleaseState ahead() {
        return state.after(pending.entries(state.entries()));
    }

    /** Masked before it is cut: what is left of a value might not be known any more. */
    private ReleaseEvent fit(ReleaseEvent event) {
        return BoundedEvent.of(redactor.event(event));
    }

    /** Something has happened; it is written with the next {@link #write}, as far as there is room for it. */
    void add(ReleaseEvent event) {
        pending.add(clock.instant(), fit(event));
    }

    /**
     * Reads what others have written.
     *
     * @throws ReleaseException.Failed when one of them has taken the release over
     */
    void catchUp() {
        journal.others().forEach(this::takeOver);
    }

    /**
     * Writes what has happened, and then what is to follow: at once, since a journal in a cluster takes its time.
     *
     * @throws Journal.Overtaken when others have written since
     */
    void write(List<ReleaseEvent> intents) {
        List<JournalEntry> news = pending.entries(state.entries());
        intents.forEach(
                intent -> news.add(new JournalEntry(state.entries() + news.size(), clock.instant(), fit(intent))));
        if (news.isEmpty()) {
            return;
        }
        tried = Optional.of(news.get(0).event());
        journal.append(news);
        news.forEach(this::take);
    }

    /** The journal was written: whatever trouble it had is over. */
    void isWell() {
        retries.over();
    }

    /**
     * When to try again to write what could not be written.
     *
     * @throws ReleaseException.Errored the problem, when it has lasted for too long
     */
    Instant retryAt(ReleaseException.Errored problem) {
        return retries.next(problem, patience(), clock.instant());
    }

    /** The stage that can't go on since it could not be written; told once for failures in a row. */
    Optional<StageId> newlyHeldUp() {
        return tried.filter(event -> retries.isFirst()).flatMap(this::stage);
    }

    /** A stage's event may be tried for as long as the stage may take. */
    private Duration patience() {
        return tried.flatMap(this::stage)
                .map(state.plan()::stage)
                .map(Stage::deadline)
                .orElse(RetryPolicy.PATIENCE);
    }

    /** The stage that the event is about; for a move the first one of the environment. */
    private Optional<StageId> stage(ReleaseEvent event) {
        return event.match(new ReleaseEvent.SomeCases<>() {
            @Override
            public Optional<StageId> stageStarted(ReleaseEvent.StageStarted started) {
                return Optional.of(started.stage());
            }

            @Override
            public Optional<StageId> stageEnded(ReleaseEvent.StageEnded ended) {
                return Optional.of(ended.stage());
            }

            @Override
            public Optional<StageId> journalMoved(ReleaseEvent.JournalMoved moved) {
                return state.in(moved.environment()).stream()
                        .map(StageState::stage)
                        .map(Stage::id)
                        .findFirst();
            }

            @Override
            public Optional<StageId> other(ReleaseEvent aboutNoStage) {
                return Optional.empty();
            }
        });
    }

    /** An entry that this run has not written, or whose answer was lost on its way back. */
    private void takeOver(JournalEntry entry) {
        boolean ours = take(entry);
        if (!ours && entry.event() instanceof ReleaseEvent.Resumed resumed) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.LOCKED,
                            "release " + state.plan().release() + " was taken over by " + resumed.by()
                                    + ", since this process was not heard of any more")
                    .suggesting("look at kube-release status"));
        }
    }

    /** Whether it is one of the events that were to be written. */
    private boolean take(JournalEntry entry) {
        boolean ours = pending.written(entry);
        state = state.after(entry);
        sinks.event(entry, state);
        return ours;
    }

    /** What has happened and is not in the journal yet, in order: nothing is decided before it is. */
    private static final class PendingEvents {
        private final Deque<Pending> waiting = new ArrayDeque<>();

        private record Pending(Instant at, ReleaseEvent event) {
            /** The same whenever it is made, so that one whose answer was lost is known again. */
            JournalEntry entry(long number) {
                return new JournalEntry(number, at, event);
            }

            /**
             * Whether the journal's entry is this event. What the journal has of it may be less than what was written,
             * since an entry that is too long is cut: so the moment counts, and what it is about.
             */
            boolean isIn(JournalEntry entry) {
                return at.equals(entry.at()) && event.isOfSameTry(entry.event());
            }
        }

        void add(Instant at, ReleaseEvent event) {
            waiting.add(new Pending(at, event));
        }

        /** All of it, to be written in a journal that has so many entries. */
        List<JournalEntry> entries(long number) {
            List<JournalEntry> entries = new ArrayList<>();
            waiting.forEach(event -> entries.add(event.entry(number + entries.size())));
            return entries;
        }

        /** The entry is in the journal: if it is what was to be written next, it need not be any more. */
        boolean written(JournalEntry entry) {
            Pending next = waiting.peek();
            boolean ours = next != null && next.isIn(entry);
            if (ours) {
                waiting.remove();
            }
            return ours;
        }
    }

    /** How long a release goes on trying while its journal can't be written, and when it tries again. */
    private static final class RetryPolicy {
        /** For what belongs to no stage. */
        private static final Duration PATIENCE = Duration.ofMinutes(10);

        private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
        private static final int MOST_DOUBLINGS = 5;

        private Optional<Instant> since = Optional.empty();
        private int tries;

        void over() {
            since = Optional.empty();
            tries = 0;
        }

        /** Whether there was one failure in a row. */
        boolean isFirst() {
            return tries == 1;
        }

        Instant next(ReleaseException.Errored problem, Duration patience, Instant now) {
            Instant began = since.orElse(now);
            since = Optional.of(began);
            if (!now.isBefore(began.plus(patience))) {
                throw problem;
            }
            Duration pause = Duration.ofSeconds(1L << Math.min(MOST_DOUBLINGS, tries));
            tries++;
            Duration shortest = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            return now.plus(problem.retryAfter().compareTo(shortest) > 0 ? problem.retryAfter() : shortest);
        }
    }
}
