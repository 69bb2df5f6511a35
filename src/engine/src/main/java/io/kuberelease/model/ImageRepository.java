package io.kuberelease.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A repository in a registry, without tag or digest. The same repository always has the same name here, also where it was
 * written in one of Docker Hub's other ways.
 *
 * @param value the registry's host, a slash and the path, for example {@code eu.gcr.io/acme/polls}
 */
public record ImageRepository(String value) {
    private static final String HUB = "docker.io";
    private static final Set<String> HUBS = Set.of(HUB, "index.docker.io", "registry-1.docker.io");
    private static final Pattern RULE =
            Pattern.compile("[A-Za-z0-9.-]+(:\\d+)?(/[a-z0-9]+((\\.|_{1,2}|-+)[a-z0-9]+)*)+");

    public ImageRepository {
        Check.matches("image repository", value, RULE, "registry-host/path in lower case, without tag or digest");
        int slash = value.indexOf('/');
        value = HUBS.contains(value.substring(0, slash)) ? inHub(value.substring(slash + 1)) : value;
    }

    /**
     * A repository as people write it in an image's name.
     *
     * @throws IllegalArgumentException when it is none; a name without any slash is taken for a mistake
     */
    public static ImageRepository named(String name) {
        return new ImageRepository(name.contains("/") ? canonical(name) : name);
    }

    /**
     * The full name of a repository as container runtimes understand it: {@code acme/polls} is one of Docker Hub's, since
     * its first part can't be a host. What is no name of a repository is given back as it is.
     */
    public static String canonical(String name) {
        int slash = name.indexOf('/');
        String first = name.substring(0, Math.max(0, slash));
        if (slash < 0 || !isHost(first)) {
            return inHub(name);
        }
        return HUBS.contains(first) ? inHub(name.substring(slash + 1)) : name;
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

    private static boolean isHost(String first) {
        return first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }

    private static String inHub(String path) {
        return path.isEmpty() ? path : HUB + "/" + (path.contains("/") ? path : "library/" + path);
    }
}
