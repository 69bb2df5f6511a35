package io.kuberelease.engine;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What has happened and is not in the journal yet, in order: nothing is decided before it is. */
final class Facts {
    private final Deque<Fact> waiting = new ArrayDeque<>();

    private record Fact(Instant at, ReleaseEvent event) {
        /** The same whenever it is made, so that one whose answer was lost is known again. */
        JournalEntry entry(long number) {
            return new JournalEntry(number, at, event);
        }
    }

    void add(Instant at, ReleaseEvent event) {
        waiting.add(new Fact(at, event));
    }

    /** All of it, to be written in a journal that has so many entries. */
    List<JournalEntry> entries(long number) {
        List<JournalEntry> entries = new ArrayList<>();
        waiting.forEach(fact -> entries.add(fact.entry(number + entries.size())));
        return entries;
    }

    /** The entry is in the journal: if it is what was to be written next, it need not be any more. */
    boolean written(JournalEntry entry) {
        Fact next = waiting.peek();
        boolean ours = next != null && next.entry(entry.number()).equals(entry);
        if (ours) {
            waiting.remove();
        }
        return ours;
    }
}
