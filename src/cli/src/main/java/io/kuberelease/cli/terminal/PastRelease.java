package io.kuberelease.cli.terminal;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import java.time.Instant;
import java.util.List;

/**
 * A release whose journal was found on this machine or in a cluster.
 *
 * @param entries the journal, beginning with the plan
 * @param underWay whether a process is running it right now
 */
public record PastRelease(List<JournalEntry> entries, boolean underWay) {
    public PastRelease {
        entries = List.copyOf(entries);
    }

    /** The state that the journal gives; computed on each call. */
    public ReleaseState state() {
        return ReleaseState.of(entries);
    }

    /** The time of the last entry. */
    Instant last() {
        return entries.get(entries.size() - 1).at();
    }
}
