package io.kuberelease.model;

import java.util.regex.Pattern;

/**
 * A Kubernetes namespace.
 *
 * @param value at most 63 lower-case letters, digits and dashes
 */
public record Namespace(String value) {
    private static final Pattern RULE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    public Namespace {
        Check.matches("namespace", value, RULE, "at most 63 lower-case letters, digits and dashes");
    }

    @Override
    public String toString() {
        return value;
    }
}
