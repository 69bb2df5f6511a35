package io.kuberelease.adapters.kubernetes.datastores;

import io.kuberelease.plan.DatastoreSpec;
import java.util.List;

/** Replaces the placeholders in a datastore's texts: host, port, user, database and password. */
final class Placeholders {

    /** The variable of a datastore's own container that holds its password. */
    static final String PASSWORD_VARIABLE = "KUBE_RELEASE_PASSWORD";

    /** The variable of a datastore's own container that holds the pod's address. */
    static final String ADDRESS_VARIABLE = "KUBE_RELEASE_ADDRESS";

    private static final String PASSWORD = "{password}";

    private Placeholders() {}

    /** The text for the app's pods, which reach the datastore by its first host name. */
    static String forApps(DatastoreSpec spec, String text, String password) {
        return forApps(spec, text, hostName(spec), password);
    }

    /** The text for an app that reaches the datastore by the given name or address. */
    static String forApps(DatastoreSpec spec, String text, String host, String password) {
        return common(spec, text, host).replace(PASSWORD, password);
    }

    /** The datastore's first host name; its own name if it has none. */
    static String hostName(DatastoreSpec spec) {
        return spec.hostNames().stream().findFirst().orElse(spec.name());
    }

    /** Whether the text contains the placeholder of the password. */
    static boolean hasPassword(String text) {
        return text.contains(PASSWORD);
    }

    /**
     * The text for the datastore's own container, with a reference that the cluster replaces by the password when the
     * container starts, so that no pod's specification holds it. Other references are escaped.
     */
    static String forItself(DatastoreSpec spec, String text) {
        return common(spec, text.replace("$(", "$$("), "127.0.0.1").replace(PASSWORD, "$(" + PASSWORD_VARIABLE + ")");
    }

    /**
     * A command that is executed in the datastore's container. Only a shell can read the container's variables, so a
     * command without one uses the loopback address, and its password placeholder stays.
     */
    static List<String> forChecks(DatastoreSpec spec, List<String> command) {
        boolean shell = command.size() > 2
                && command.get(0).endsWith("sh")
                && command.get(1).startsWith("-");
        String host = shell ? "$" + ADDRESS_VARIABLE : "127.0.0.1";
        return command.stream()
                .map(part -> common(spec, part, host).replace(PASSWORD, shell ? "$" + PASSWORD_VARIABLE : PASSWORD))
                .toList();
    }

    private static String common(DatastoreSpec spec, String text, String host) {
        return text.replace("{host}", host)
                .replace("{port}", Integer.toString(spec.port()))
                .replace("{user}", spec.user())
                .replace("{database}", spec.database());
    }
}
