package io.kuberelease.cli.wiring;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A release as far as it is known here.
 *
 * @param directory where this machine keeps it, or will
 * @param entries its journal: the longest of what this machine and the clusters have
 */
public record KnownRelease(Path directory, List<JournalEntry> entries) {
    public KnownRelease {
        entries = List.copyOf(entries);
    }

    /** Where it stands. */
    public ReleaseState state() {
        return ReleaseState.of(entries);
    }

    /** Its name. */
    public ReleaseId release() {
        return state().plan().release();
    }

    /** When the last entry was written. */
    public Instant last() {
        return entries.get(entries.size() - 1).at();
    }
}
