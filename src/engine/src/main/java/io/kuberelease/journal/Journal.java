package io.kuberelease.journal;

import io.kuberelease.model.EnvironmentName;
import java.util.List;
import java.util.concurrent.Executor;

/** The truth about a release: an append-only list of events that never forks. Methods block. */
public interface Journal extends AutoCloseable {

    /** Everything that is known to be written, in order. A last line that was cut off by a crash is not part of it. */
    List<JournalEntry> entries();

    /**
     * Writes entries down that follow each other; when this returns they survive a crash. A crash before may leave the
     * first of them.
     *
     * @throws Overtaken when another process has written since: read {@link #others}, and decide again
     * @throws io.kuberelease.model.ReleaseException.Errored when they can't be written: then nothing may be started.
     *     They may be there all the same, if only the answer was lost: the same entries written again are written once
     */
    void append(List<JournalEntry> entries);

    /** Writes one entry down, as {@link #append(List)} does. */
    default void append(JournalEntry entry) {
        append(List.of(entry));
    }

    /**
     * Tells that the journal is to move to that environment's cluster soon: what takes time there begins in the background,
     * beside what still goes on. Problems are kept for {@link #prepareMove}; when the move never comes, nothing is lost.
     */
    default void expectMove(EnvironmentName to, Executor background) {}

    /**
     * Makes sure that the journal can move to that environment's cluster, before the move is written down.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when that cluster does not take it
     * @throws io.kuberelease.model.ReleaseException.Errored when that cluster does not answer
     */
    default void prepareMove(EnvironmentName to) {}

    /** What other processes have written since this one last looked; they are among the entries from then on. */
    default List<JournalEntry> others() {
        return List.of();
    }

    /** Calls the listener, on any thread, when others may have written. */
    default void whenOthersWrite(Runnable listener) {}

    /** Closes the journal, so that another process may write. */
    @Override
    void close();

    /** Another process has written first, so that the entries were not written, or only the first of them. */
    final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Overtaken() {
            super("another process has written to the journal");
        }
    }
}
