package io.kuberelease.model;

import java.util.regex.Pattern;

/**
 * The name of one of an app's several images, as the release file has it.
 *
 * @param value at most 40 lower-case letters, digits and dashes, beginning with a letter
 */
public record ImageName(String value) implements Comparable<ImageName> {
    private static final Pattern RULE = Pattern.compile("[a-z]([-a-z0-9]{0,38}[a-z0-9])?");

    public ImageName {
        Check.matches(
                "image name", value, RULE, "at most 40 lower-case letters, digits and dashes, beginning with a letter");
    }

    @Override
    public int compareTo(ImageName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
