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
 * The try that follows one which the world has foiled: for whoever tells of a release as it goes on.
 *
 * @param foiled which try was foiled, counted from 1
 * @param cause what foiled it; text from outside
 * @param in from its end to the next one
 */
public record NextTry(StageId stage, int foiled, Cause cause, Duration in) {

    /** What an entry announces; absent when it is not about a foiled try, or when no other follows. */
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
