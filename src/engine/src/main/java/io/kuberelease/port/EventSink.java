package io.kuberelease.port;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import java.util.Map;

/**
 * Passes the events of a release on to somebody. Each sink is called from a thread of its own, in order, so it may be
 * slow; when it throws or falls far behind, that is written into the journal and the release goes on.
 */
public interface EventSink extends AutoCloseable {

    /** The sink's name, for the journal, for example {@code slack}. */
    String name();

    /**
     * Receives an event; the state is the one after it.
     *
     * @return what the sink must find again in {@link ReleaseState#sinkNotes} when the release is resumed, for example
     *     its message's id; the engine writes it into the journal. Usually empty.
     */
    Map<String, String> event(JournalEntry entry, ReleaseState state) throws InterruptedException;

    /** Receives a line that a program wrote; may be left out when the sink falls behind. */
    default void log(StageId stage, String source, String line) throws InterruptedException {}

    /** Receives the status of a resource; may be left out when the sink falls behind. */
    default void resource(StageId stage, ResourceStatus status) throws InterruptedException {}

    /** Receives what a stage is doing right now; may be left out when the sink falls behind. */
    default void note(StageId stage, String text) throws InterruptedException {}

    /** Called after the last event. */
    @Override
    default void close() {}
}
