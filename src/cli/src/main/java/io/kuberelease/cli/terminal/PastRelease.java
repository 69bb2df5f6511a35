package io.kuberelease.cli.terminal;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import java.time.Instant;
import java.util.List;

/**
 * A release that this machine or a cluster has a journal of.
 *
 * @param entries what its journal holds; begins with the plan
 * @param underWay whether a process is carrying it on right now
 */
public record PastRelease(List<JournalEntry> entries, boolean underWay) {
    public PastRelease {
        entries = List.copyOf(entries);
    }

    /** Where it stands. */
    public ReleaseState state() {
        return ReleaseState.of(entries);
    }

    /** When the last entry was written. */
    Instant last() {
        return entries.get(entries.size() - 1).at();
    }
}
