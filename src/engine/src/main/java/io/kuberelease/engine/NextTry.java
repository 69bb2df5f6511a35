package io.kuberelease.engine;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.StageId;
import io.kuberelease.view.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * The try that follows an errored one, for reports on a release under way.
 *
 * @param foiled the number of the try that failed, counted from 1
 * @param cause why it failed; text from outside
 * @param in the wait from its end to the next one
 */
public record NextTry(StageId stage, int foiled, Cause cause, Duration in) {

    /** The next try that an entry announces; empty when the entry is about no errored try, or when no other follows. */
    public static Optional<NextTry> of(JournalEntry entry, ReleaseState after) {
        if (!(entry.event() instanceof ReleaseEvent.StageEnded ended)) {
            return Optional.empty();
        }
        StageState stage = after.stage(ended.stage());
        return ended.outcome()
                .errored()
                .filter(errored -> new StageEligibility(after).willRetry(stage))
                .map(errored -> new NextTry(
                        ended.stage(),
                        ended.attempt(),
                        errored.cause(),
                        Duration.between(entry.at(), stage.retryAt())));
    }

    /** In a line, for example {@code build: try 1 failed: push to registry.example failed: 503; tried again in 2 s}. */
    public String words() {
        return stage + ": try " + foiled + " failed: " + cause.summary() + "; tried again in " + Durations.limit(in);
    }
}
