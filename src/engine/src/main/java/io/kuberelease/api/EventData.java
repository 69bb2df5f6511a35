package io.kuberelease.api;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import java.time.Instant;
import java.util.Optional;

/**
 * One event of a release as webhooks are told it: small, and enough by itself to know how the release stands. Its form
 * is the API's: fields are added, never changed.
 *
 * @param number of the entry in the release's journal: greater with each event, with gaps
 * @param at when it happened
 * @param type which kind of event
 * @param status what the release is doing after it, or how it ended
 * @param headline what became of the release, once it waits or is over
 * @param stage whose event it is; absent for one of the whole release
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

    /** What kind of event it is. */
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
        /** It goes on when something has happened outside. */
        WAITING,
        FAILED,
        /** It is tried again until its time is up. */
        ERRORED,
        SKIPPED,
        /** What it was based on has changed, and nothing was done: its environment is compared anew. */
        OUTDATED,
        ABORTED
    }

    /**
     * What is told of an entry; nothing of one that is about sinks, which are our own affair.
     *
     * @param state the one after the entry
     */
    public static Optional<EventData> of(JournalEntry entry, ReleaseState state) {
        return new EventReader(entry, state).read();
    }
}
