package io.kuberelease.journal;

import io.kuberelease.model.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a try of a stage ended. */
public sealed interface StageOutcome {

    /** It is done. */
    record Succeeded(StageOutput output) implements StageOutcome {}

    /** It can't go on before something happens outside, a decision or the end of a time; it holds no thread until then. */
    record Waiting(Instant until, String what) implements StageOutcome {}

    /**
     * The app is wrong; another try won't help.
     *
     * @param left what there is to read of it all the same, for example how many tests were red
     */
    record Failed(Cause cause, Optional<StageOutput> left) implements StageOutcome {
        public Failed(Cause cause) {
            this(cause, Optional.empty());
        }
    }

    /** The world is wrong; it is tried again unless the deadline has passed. Zero leaves the wait to the engine. */
    record Errored(Cause cause, Duration retryAfter) implements StageOutcome {}

    /** It was not needed, for example since nothing changed; those that come after it go on. */
    record Skipped(String why) implements StageOutcome {}

    /**
     * What it was based on has changed before anything was done: its environment is compared anew, and whoever has
     * approved is asked again unless the diff is still the one they saw.
     */
    record Outdated(String why) implements StageOutcome {}

    /**
     * It was told to stop, and says what is left where.
     *
     * @param seen what there is to read of it all the same, for example how far the resources had come
     */
    record Aborted(String left, Optional<StageOutput> seen) implements StageOutcome {
        public Aborted(String left) {
            this(left, Optional.empty());
        }
    }
}
