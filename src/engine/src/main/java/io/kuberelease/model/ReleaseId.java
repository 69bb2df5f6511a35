package io.kuberelease.model;

import java.util.regex.Pattern;

/**
 * Names one release among all releases of an app; part of the names of what it makes in a cluster.
 *
 * @param value at most 40 lower-case letters, digits and dashes
 */
public record ReleaseId(String value) {
    private static final Pattern RULE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?");

    public ReleaseId {
        Check.matches("release", value, RULE, "at most 40 lower-case letters, digits and dashes");
    }

    @Override
    public String toString() {
        return value;
    }
}
