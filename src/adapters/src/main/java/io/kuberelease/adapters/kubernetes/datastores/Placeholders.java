package io.kuberelease.adapters.kubernetes.datastores;

import io.kuberelease.plan.DatastoreSpec;
import java.util.List;

/** Fills in what a datastore's texts leave open. */
final class Placeholders {

    /** The variable of a datastore's own container that holds its password. */
    static final String PASSWORD_VARIABLE = "KUBE_RELEASE_PASSWORD";

    /** The variable of a datastore's own container that holds the pod's address. */
    static final String ADDRESS_VARIABLE = "KUBE_RELEASE_ADDRESS";

    private static final String PASSWORD = "{password}";

    private Placeholders() {}

    /** For the app's pods, which find the datastore by its first host name. */
    static String forApps(DatastoreSpec spec, String text, String password) {
        return forApps(spec, text, hostName(spec), password);
    }

    /** For those who find the datastore by the given name or address. */
    static String forApps(DatastoreSpec spec, String text, String host, String password) {
        return common(spec, text, host).replace(PASSWORD, password);
    }

    /** The name by which it is found first. */
    static String hostName(DatastoreSpec spec) {
        return spec.hostNames().stream().findFirst().orElse(spec.name());
    }

    /** Whether a text tells the password once it is filled in. */
    static boolean hasPassword(String text) {
        return text.contains(PASSWORD);
    }

    /**
     * For the datastore's own container: the cluster puts the password in when the container starts, so that it is in
     * no pod's specification. Whatever else looks like a reference to a variable is kept as it is.
     */
    static String forItself(DatastoreSpec spec, String text) {
        return common(spec, text.replace("$(", "$$("), "127.0.0.1").replace(PASSWORD, "$(" + PASSWORD_VARIABLE + ")");
    }

    /**
     * For a command that is run in its container. Only a shell can put in the container's variables there, so a command
     * without one asks by loopback and has no password.
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
