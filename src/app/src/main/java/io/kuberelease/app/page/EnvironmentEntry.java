package io.kuberelease.app.page;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an environment of an app stands, as far as the builds know.
 *
 * @param present what is in it; absent where no build that is kept brought anything
 * @param attempt what came after it and did not arrive, or has not yet
 */
public record EnvironmentEntry(
        String app, String environment, Optional<DeploymentEntry> present, Optional<DeploymentEntry> attempt) {

    static EnvironmentEntry empty(String app, String environment) {
        return new EnvironmentEntry(app, environment, Optional.empty(), Optional.empty());
    }

    /** With what happened before everything that is known so far. */
    EnvironmentEntry before(DeploymentEntry earlier) {
        if (present.isPresent() || !earlier.hasBegun()) {
            return this;
        }
        return earlier.hasArrived()
                ? new EnvironmentEntry(app, environment, Optional.of(earlier), attempt)
                : new EnvironmentEntry(app, environment, present, attempt.or(() -> Optional.of(earlier)));
    }

    /** With how others found the same environment, where it is among those. */
    EnvironmentEntry with(List<EnvironmentEntry> others) {
        return others.stream()
                .filter(other -> other.app().equals(app) && other.environment().equals(environment))
                .reduce(this, EnvironmentEntry::together);
    }

    /** Two jobs bring the same app to the same environment: what came last counts. */
    static EnvironmentEntry together(EnvironmentEntry one, EnvironmentEntry other) {
        Optional<DeploymentEntry> present = later(one.present(), other.present());
        Optional<DeploymentEntry> attempt = later(one.attempt(), other.attempt())
                .filter(tried ->
                        present.filter(there -> there.at().isAfter(tried.at())).isEmpty());
        return new EnvironmentEntry(one.app(), one.environment(), present, attempt);
    }

    private static Optional<DeploymentEntry> later(Optional<DeploymentEntry> one, Optional<DeploymentEntry> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.comparing(DeploymentEntry::at));
    }
}
