package io.jenkins.plugins.kuberelease.page;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    /** With how others found the same environment, where it is among those. */
    Standing with(List<Standing> others) {
        return others.stream()
                .filter(other -> other.app().equals(app) && other.environment().equals(environment))
                .reduce(this, Standing::together);
    }

    /** Two jobs bring the same app to the same environment: what came last counts. */
    static Standing together(Standing one, Standing other) {
        Optional<Passage> present = later(one.present(), other.present());
        Optional<Passage> attempt = later(one.attempt(), other.attempt())
                .filter(tried ->
                        present.filter(there -> there.at().isAfter(tried.at())).isEmpty());
        return new Standing(one.app(), one.environment(), present, attempt);
    }

    private static Optional<Passage> later(Optional<Passage> one, Optional<Passage> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.comparing(Passage::at));
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
