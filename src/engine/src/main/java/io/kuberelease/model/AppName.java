package io.kuberelease.model;

import java.util.regex.Pattern;

/**
 * The application that is released; also the name of its Helm release, hence Helm's limit of 53 characters.
 *
 * @param value at most 53 lower-case letters, digits and dashes, beginning with a letter
 */
public record AppName(String value) {
    private static final Pattern RULE = Pattern.compile("[a-z]([-a-z0-9]{0,51}[a-z0-9])?");

    public AppName {
        Check.matches("app", value, RULE, "at most 53 lower-case letters, digits and dashes, beginning with a letter");
    }

    @Override
    public String toString() {
        return value;
    }
}
