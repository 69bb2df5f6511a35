package io.kuberelease.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a stage within its plan: {@code build}, {@code build-api} where each of several images has its own, or {@code
 * staging.deploy} for one of an environment.
 *
 * @param value lower-case letters, digits and dashes, with at most one dot after the environment
 */
public record StageId(String value) {
    private static final String ONE_OF_SEVERAL = "-";
    private static final Pattern RULE = Pattern.compile("[a-z][-a-z0-9]*(\\.[a-z][-a-z0-9]*)?");

    public StageId {
        Check.matches(
                "stage",
                value,
                RULE,
                "lower-case letters, digits and dashes, with at most one dot after the environment");
    }

    /** The environment that it is of; absent for those from source to bundle. */
    public Optional<EnvironmentName> environment() {
        int dot = value.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(new EnvironmentName(value.substring(0, dot)));
    }

    /** Whether the two are of the same environment. */
    public boolean isBeside(StageId other) {
        return environment().isPresent() && environment().equals(other.environment());
    }

    /** The name by which people select it: its environment's, or its own where it has no environment. */
    public String part() {
        return environment().map(EnvironmentName::value).orElse(value.split(ONE_OF_SEVERAL, 2)[0]);
    }

    /** Such a stage for one of an app's several images: {@code build-api}. */
    public StageId of(ImageName image) {
        return new StageId(value + ONE_OF_SEVERAL + image);
    }

    @Override
    public String toString() {
        return value;
    }
}
