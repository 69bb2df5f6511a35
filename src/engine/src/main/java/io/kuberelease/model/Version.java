package io.kuberelease.model;

import java.util.regex.Pattern;

/**
 * The version of the app that is released, as Helm wants a chart's version: Semantic Versioning 2.0.0.
 *
 * @param value for example {@code 1.4.0} or {@code 1.4.1-main.7.g3f2c1ab}
 */
public record Version(String value) {
    private static final Pattern RULE = Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
            + "(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?");

    public Version {
        Check.matches("version", value, RULE, "Semantic Versioning, for example 1.4.0");
    }

    /**
     * The version as an image tag. Tags know no plus sign; an underscore, which no version has, keeps {@code 1.4.0+b} and
     * {@code 1.4.0-b} apart, and is what Helm writes too.
     */
    public String asTag() {
        return value.replace('+', '_');
    }

    @Override
    public String toString() {
        return value;
    }
}
