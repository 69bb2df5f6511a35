package io.kuberelease.journal;

import java.util.List;

/** The truth about a release: an append-only list of events with one writer. Methods block. */
public interface Journal extends AutoCloseable {

    /** Everything that was written, in order. A last line that was cut off by a crash is not part of it. */
    List<JournalEntry> entries();

    /**
     * Writes an entry down; when this returns it survives a crash.
     *
     * @throws io.kuberelease.model.ReleaseException.Errored when it can't be written: then nothing may be started
     */
    void append(JournalEntry entry);

    /** Lets another process write. */
    @Override
    void close();
}
