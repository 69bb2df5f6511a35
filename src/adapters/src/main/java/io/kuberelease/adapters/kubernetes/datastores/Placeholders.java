package io.kuberelease.adapters.kubernetes.datastores;

import io.kuberelease.plan.DatastoreSpec;

/** Fills in what a datastore's texts leave open. */
final class Placeholders {

    /** The variable of a datastore's own container that holds its password. */
    static final String PASSWORD_VARIABLE = "KUBE_RELEASE_PASSWORD";

    private static final String PASSWORD = "{password}";

    private Placeholders() {}

    /** For the app's pods, which find the datastore by its first host name. */
    static String forApps(DatastoreSpec spec, String text, String password) {
        return common(spec, text, spec.hostNames().stream().findFirst().orElse(spec.name()))
                .replace(PASSWORD, password);
    }

    /**
     * For the datastore's own container: the cluster puts the password in when the container starts, so that it is in
     * no pod's specification. Whatever else looks like a reference to a variable is kept as it is.
     */
    static String forItself(DatastoreSpec spec, String text) {
        return common(spec, text.replace("$(", "$$("), "127.0.0.1").replace(PASSWORD, "$(" + PASSWORD_VARIABLE + ")");
    }

    /** For a command that is run in its container, where the cluster puts nothing in: a shell has to. */
    static String forChecks(DatastoreSpec spec, String text) {
        return common(spec, text, "127.0.0.1").replace(PASSWORD, "$" + PASSWORD_VARIABLE);
    }

    private static String common(DatastoreSpec spec, String text, String host) {
        return text.replace("{host}", host)
                .replace("{port}", Integer.toString(spec.port()))
                .replace("{user}", spec.user())
                .replace("{database}", spec.database());
    }
}
