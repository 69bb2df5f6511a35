package io.kuberelease.app.page;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of an app's environment, as far as builds that are kept know it.
 *
 * @param present the deployment that is there; absent when no kept build made one
 * @param attempt a later deployment that did not succeed, or has not ended
 */
public record EnvironmentEntry(
        String app, String environment, Optional<DeploymentEntry> present, Optional<DeploymentEntry> attempt) {

    static EnvironmentEntry empty(String app, String environment) {
        return new EnvironmentEntry(app, environment, Optional.empty(), Optional.empty());
    }

    /** Adds a deployment that is older than all that were added so far. */
    EnvironmentEntry before(DeploymentEntry earlier) {
        if (present.isPresent() || !earlier.hasBegun()) {
            return this;
        }
        return earlier.hasArrived()
                ? new EnvironmentEntry(app, environment, Optional.of(earlier), attempt)
                : new EnvironmentEntry(app, environment, present, attempt.or(() -> Optional.of(earlier)));
    }

    /** Merges the entries of other jobs for the same environment, if there are any. */
    EnvironmentEntry with(List<EnvironmentEntry> others) {
        return others.stream()
                .filter(other -> other.app().equals(app) && other.environment().equals(environment))
                .reduce(this, EnvironmentEntry::together);
    }

    /**
     * Merges two entries of one environment: the latest deployment wins, and an attempt that is older than it is
     * dropped.
     */
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
