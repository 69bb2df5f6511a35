package io.jenkins.plugins.kuberelease.page;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an environment of an app stands, as far as the builds know.
 *
 * @param present what is in it; absent where no build that is kept brought anything
 * @param attempt what came after it and did not arrive, or has not yet
 */
public record Standing(String app, String environment, Optional<Passage> present, Optional<Passage> attempt) {

    /** With what happened before everything that is known so far. */
    Standing before(Passage earlier) {
        if (present.isPresent() || !earlier.began()) {
            return this;
        }
        return earlier.arrived()
                ? new Standing(app, environment, Optional.of(earlier), attempt)
                : new Standing(app, environment, present, attempt.or(() -> Optional.of(earlier)));
    }

    /** For pages: what is in it, or nothing. */
    public @Nullable Passage presentOrNull() {
        return present.orElse(null);
    }

    /** For pages: what was tried since, or nothing. */
    public @Nullable Passage attemptOrNull() {
        return attempt.orElse(null);
    }
}
