package io.kuberelease.engine;

import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
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
import java.util.concurrent.Executor;

/**
 * Writes a run's events into its journal. Events wait here until they are written; then they become part of the state
 * and the sinks are told. Not thread-safe: used on the loop alone.
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

    /** The state by the entries that are written. */
    ReleaseState state() {
        return state;
    }

    /** The state as it will be once the pending events are written. */
    ReleaseState ahead() {
        return state.after(pending.entries(state.entries()));
    }

    /** Masks before cutting: the rest of a secret that was cut might not be recognised any more. */
    private ReleaseEvent fit(ReleaseEvent event) {
        return BoundedEvent.of(redactor.event(event));
    }

    /** Adds an event, masked and cut to size, to be written with the next {@link #write}. */
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
     * Writes the pending events and then the intents, in one append, since a journal in a cluster is slow.
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

    /** Tells that the journal is to move there soon. */
    void expectMove(EnvironmentName to, Executor background) {
        journal.expectMove(to, background);
    }

    /**
     * Makes sure that the journal can move there.
     *
     * @throws ReleaseException.Failed when it can't
     */
    void prepareMove(EnvironmentName to) {
        journal.prepareMove(to);
    }

    /** Names the event that could not be written, where something else has been written since. */
    void isHeldUpBy(ReleaseEvent event) {
        tried = Optional.of(event);
    }

    /** Tells that the journal works, so that a later failure counts as the first one. */
    void isWell() {
        retries.over();
    }

    /**
     * When to try again to write what could not be written.
     *
     * @throws ReleaseException.Errored the problem, when it has lasted for too long
     */
    Instant retryAt(ReleaseException.Errored problem) {
        return retries.next(problem, timeLimit(), clock.instant());
    }

    /**
     * The stage whose event could not be written, after the first of several failures in a row; empty after later ones,
     * so that it is told once.
     */
    Optional<StageId> newlyHeldUp() {
        return tried.filter(event -> retries.isFirst()).flatMap(this::stage);
    }

    /** How long to go on trying: the deadline of the stage that the event is about, or ten minutes. */
    private Duration timeLimit() {
        return tried.flatMap(this::stage)
                .map(state.plan()::stage)
                .map(Stage::deadline)
                .orElse(RetryPolicy.TIME_LIMIT);
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

    /** Takes an entry that was found in the journal: somebody else's, or one of ours whose append got no answer. */
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

    /** Applies an entry to the state and tells the sinks; returns whether it was the next pending event of this run. */
    private boolean take(JournalEntry entry) {
        boolean ours = pending.written(entry);
        state = state.after(entry);
        sinks.event(entry, state);
        return ours;
    }

    /** The events that are not in the journal yet, in the order in which they happened. */
    private static final class PendingEvents {
        private final Deque<Pending> waiting = new ArrayDeque<>();

        private record Pending(Instant at, ReleaseEvent event) {
            /**
             * Keeps the event's own time, so that an entry whose append got no answer is recognised when it is read
             * back.
             */
            JournalEntry entry(long number) {
                return new JournalEntry(number, at, event);
            }

            /**
             * Whether the journal's entry is this event. An entry that is too long is cut when it is written, so only
             * its time and what it is about are compared.
             */
            boolean isIn(JournalEntry entry) {
                return at.equals(entry.at()) && event.isOfSameTry(entry.event());
            }
        }

        void add(Instant at, ReleaseEvent event) {
            waiting.add(new Pending(at, event));
        }

        /** All pending events as entries, numbered from this number on. */
        List<JournalEntry> entries(long number) {
            List<JournalEntry> entries = new ArrayList<>();
            waiting.forEach(event -> entries.add(event.entry(number + entries.size())));
            return entries;
        }

        /** Removes the next pending event when this entry is that event; returns whether it was. */
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
        /** How long to try to write an event that belongs to no stage. */
        private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

        private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
        private static final int MOST_DOUBLINGS = 5;

        private Optional<Instant> since = Optional.empty();
        private int tries;

        void over() {
            since = Optional.empty();
            tries = 0;
        }

        /** Whether there was exactly one failure since the journal last worked. */
        boolean isFirst() {
            return tries == 1;
        }

        Instant next(ReleaseException.Errored problem, Duration limit, Instant now) {
            Instant began = since.orElse(now);
            since = Optional.of(began);
            if (!now.isBefore(began.plus(limit))) {
                throw problem;
            }
            Duration pause = Duration.ofSeconds(1L << Math.min(MOST_DOUBLINGS, tries));
            tries++;
            Duration shortest = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            return now.plus(problem.retryAfter().compareTo(shortest) > 0 ? problem.retryAfter() : shortest);
        }
    }
}
