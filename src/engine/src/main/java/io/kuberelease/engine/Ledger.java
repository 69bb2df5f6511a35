package io.kuberelease.engine;

import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The journal as a run keeps it: what has happened waits here until it is written, and what is written is the state,
 * and is told to the sinks. Used on the loop alone.
 */
final class Ledger {
    private final Journal journal;
    private final SinkHub sinks;
    private final InstantSource clock;
    private final Redactor redactor;
    private final Facts facts = new Facts();
    private ReleaseState state;
    private Optional<ReleaseEvent> tried = Optional.empty();

    /**
     * @param journal begins with the plan; others may write what people decide
     */
    Ledger(Journal journal, SinkHub sinks, InstantSource clock, Redactor redactor) {
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
        return state.after(facts.entries(state.entries()));
    }

    /** The first of what was written last, whether or not it could be. */
    Optional<ReleaseEvent> tried() {
        return tried;
    }

    /** Masked before it is cut: what is left of a value might not be known any more. */
    private ReleaseEvent fit(ReleaseEvent event) {
        return BoundedEvent.of(redactor.event(event));
    }

    /** Something has happened; it is written with the next {@link #write}, as far as there is room for it. */
    void add(ReleaseEvent event) {
        facts.add(clock.instant(), fit(event));
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
        List<JournalEntry> news = facts.entries(state.entries());
        intents.forEach(
                intent -> news.add(new JournalEntry(state.entries() + news.size(), clock.instant(), fit(intent))));
        if (news.isEmpty()) {
            return;
        }
        tried = Optional.of(news.get(0).event());
        journal.append(news);
        news.forEach(this::take);
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

    /** Whether it is one of the facts that were to be written. */
    private boolean take(JournalEntry entry) {
        boolean fact = facts.written(entry);
        state = state.after(entry);
        sinks.event(entry, state);
        return fact;
    }
}
