package io.kuberelease.api;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import java.time.Instant;
import java.util.Optional;

/**
 * An event of a release as webhooks receive it: small, and enough by itself to know the state of the release. Its form
 * is the API's: fields are added, never changed.
 *
 * @param number of the entry in the release's journal: greater with each event, with gaps
 * @param at when it happened
 * @param type which kind of event
 * @param status what the release is doing after it, or how it ended
 * @param headline what became of the release, once it waits or is over
 * @param stage the stage that the event is about; absent when it is about the whole release
 * @param attempt which try of the stage, from 1
 * @param outcome how the try ended
 * @param cause why it did, when it is a failure
 * @param by who decided, asked for the end, or took it up again
 */
public record EventData(
        int form,
        long number,
        Instant at,
        Kind type,
        String release,
        String app,
        String version,
        ReleaseData.Status status,
        Optional<String> headline,
        Optional<String> stage,
        Optional<Integer> attempt,
        Optional<Outcome> outcome,
        Optional<String> cause,
        Optional<String> by) {

    public enum Kind {
        PLANNED,
        STAGE_STARTED,
        STAGE_ENDED,
        DECIDED,
        ABORT_REQUESTED,
        RESUMED,
        ENDED
    }

    /** How a try of a stage ended. */
    public enum Outcome {
        SUCCEEDED,
        /** The stage waits for a person or for a time. */
        WAITING,
        FAILED,
        /** Something outside the app failed; the stage is tried again until its deadline. */
        ERRORED,
        SKIPPED,
        /** What it was based on has changed, and nothing was done: its environment is compared anew. */
        OUTDATED,
        ABORTED
    }

    /**
     * The event that webhooks get for a journal entry; empty for moves of the journal and entries about sinks, which
     * are internal.
     *
     * @param state the one after the entry
     */
    public static Optional<EventData> of(JournalEntry entry, ReleaseState state) {
        return new EventReader(entry, state).read();
    }
}
