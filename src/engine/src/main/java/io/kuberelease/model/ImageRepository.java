package io.kuberelease.model;

import java.util.regex.Pattern;

/**
 * A repository in a registry, without tag or digest.
 *
 * @param value the registry's host, a slash and the path, for example {@code eu.gcr.io/acme/polls}
 */
public record ImageRepository(String value) {
    private static final Pattern RULE =
            Pattern.compile("[A-Za-z0-9.-]+(:\\d+)?(/[a-z0-9]+((\\.|_{1,2}|-+)[a-z0-9]+)*)+");

    public ImageRepository {
        Check.matches("image repository", value, RULE, "registry-host/path in lower case, without tag or digest");
    }

    /** The registry's host and, where it has one, port. */
    public String registry() {
        return value.substring(0, value.indexOf('/'));
    }

    /** The path of the repository in its registry. */
    public String path() {
        return value.substring(value.indexOf('/') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
