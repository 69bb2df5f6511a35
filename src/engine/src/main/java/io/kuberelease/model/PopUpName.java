package io.kuberelease.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a cluster that is made when it is needed. As a target's cluster it has a form that no other name of a cluster
 * can be mistaken for: two apps may call different clusters {@code scratch}, and somebody's context may be called so.
 *
 * @param app the app whose release file says how it is made
 * @param name at most 30 lower-case letters, digits and dashes, beginning with a letter
 */
public record PopUpName(AppName app, String name) {
    private static final Pattern RULE = Pattern.compile("[a-z]([-a-z0-9]{0,28}[a-z0-9])?");
    private static final Pattern CLUSTER = Pattern.compile("pop-up/([^/]+)/([^/]+)");

    public PopUpName {
        Check.matches(
                "cluster", name, RULE, "at most 30 lower-case letters, digits and dashes, beginning with a letter");
    }

    /** The name that a target's cluster has, if that is such a cluster. */
    public static Optional<PopUpName> of(String cluster) {
        Matcher parts = CLUSTER.matcher(cluster);
        return parts.matches()
                ? Optional.of(new PopUpName(new AppName(parts.group(1)), parts.group(2)))
                : Optional.empty();
    }

    /** Whether a target's cluster is one that is made when it is needed. */
    public static boolean isOne(String cluster) {
        return of(cluster).isPresent();
    }

    /** The name of a target's cluster. */
    public String cluster() {
        return "pop-up/" + app + "/" + name;
    }

    @Override
    public String toString() {
        return name + " of " + app;
    }
}
