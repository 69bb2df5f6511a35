package io.kuberelease.cli.wiring;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A release, as far as this machine and the clusters know it.
 *
 * @param directory the release's directory on this machine, which need not exist
 * @param entries its journal: the longest that was found on this machine and in the clusters
 */
public record KnownRelease(Path directory, List<JournalEntry> entries) {
    public KnownRelease {
        entries = List.copyOf(entries);
    }

    /** The state that the journal gives; computed on each call. */
    public ReleaseState state() {
        return ReleaseState.of(entries);
    }

    public ReleaseId release() {
        return state().plan().release();
    }

    /** The time of the last entry. */
    public Instant last() {
        return entries.get(entries.size() - 1).at();
    }
}
