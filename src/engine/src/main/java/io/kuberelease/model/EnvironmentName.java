package io.kuberelease.model;

import java.util.regex.Pattern;

/**
 * A place where the app runs, for example staging.
 *
 * @param value at most 40 lower-case letters, digits and dashes, beginning with a letter
 */
public record EnvironmentName(String value) {
    private static final Pattern RULE = Pattern.compile("[a-z]([-a-z0-9]{0,38}[a-z0-9])?");

    public EnvironmentName {
        Check.matches(
                "environment",
                value,
                RULE,
                "at most 40 lower-case letters, digits and dashes, beginning with a letter");
    }

    @Override
    public String toString() {
        return value;
    }
}
