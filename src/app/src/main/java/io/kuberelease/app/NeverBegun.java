package io.kuberelease.app;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A release that could not be opened for the first time: there is a plan, and nothing was done.
 *
 * @param directory the release's directory
 */
record NeverBegun(Path directory) {
    private static final JournalCodec CODEC = new JournalCodec();

    /** Whether it is one: something may have been done in an earlier life. */
    boolean isTrue() {
        return FileJournal.read(directory, CODEC).size() <= 1;
    }

    /**
     * Writes down that it is over, so that no page waits for it to begin.
     *
     * @param abortedBy who wanted that; absent when it could not be helped
     * @param refused whether what was asked for is wrong, and not the world
     * @throws io.kuberelease.model.ReleaseException when it can't be written
     */
    void end(Optional<String> abortedBy, boolean refused) {
        Instant now = Clock.systemUTC().instant();
        try (FileJournal journal = FileJournal.open(directory, CODEC)) {
            List<JournalEntry> end = new ArrayList<>();
            abortedBy.ifPresent(by -> end.add(new JournalEntry(1, now, new ReleaseEvent.AbortRequested(by))));
            ReleaseResult foiled = refused ? ReleaseResult.FAILED : ReleaseResult.ERRORED;
            ReleaseResult result = abortedBy.isPresent() ? ReleaseResult.ABORTED : foiled;
            end.add(new JournalEntry(end.size() + 1, now, new ReleaseEvent.Ended(result)));
            journal.append(end);
        }
    }
}
