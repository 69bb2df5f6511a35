package io.kuberelease.testkit;

import io.kuberelease.journal.Journal;
import io.kuberelease.testkit.contract.JournalContract;

class MemoryJournalTest implements JournalContract {
    private MemoryJournal journal = MemoryJournal.empty();

    @Override
    public Journal open() {
        journal = journal.surviving();
        return journal;
    }
}
