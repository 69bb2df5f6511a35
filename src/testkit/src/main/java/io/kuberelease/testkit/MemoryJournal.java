package io.kuberelease.testkit;

import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.plan.ReleasePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A journal in memory that can die at any entry, as a process does that is killed. */
public final class MemoryJournal implements Journal {
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<List<JournalEntry>> writes = new ArrayList<>();
    private final long diesAt;

    private MemoryJournal(List<JournalEntry> before, long diesAt) {
        this.entries.addAll(before);
        this.diesAt = diesAt;
    }

    /** A journal that nothing was written to. */
    public static MemoryJournal empty() {
        return new MemoryJournal(List.of(), Long.MAX_VALUE);
    }

    /** A journal that holds a plan. */
    public static MemoryJournal of(ReleasePlan plan) {
        return new MemoryJournal(
                List.of(new JournalEntry(0, Instant.EPOCH, new ReleaseEvent.Planned(plan))), Long.MAX_VALUE);
    }

    /** The same entries, in a process that is killed when it would write the entry of that number. */
    public MemoryJournal dyingAt(long number) {
        return new MemoryJournal(entries(), number);
    }

    /** The same entries, in a process that lives. */
    public MemoryJournal surviving() {
        return new MemoryJournal(entries(), Long.MAX_VALUE);
    }

    @Override
    public synchronized List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public synchronized void append(List<JournalEntry> news) {
        writes.add(news);
        for (JournalEntry entry : news) {
            if (entry.number() >= diesAt) {
                throw new Killed(entry.number());
            }
            entries.add(entry);
        }
    }

    /** The entries of each append, in order. */
    public synchronized List<List<JournalEntry>> writes() {
        return List.copyOf(writes);
    }

    @Override
    public void close() {}

    /** Stands for the end of the process. */
    public static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Killed(long number) {
            super("killed before entry " + number);
        }
    }
}
