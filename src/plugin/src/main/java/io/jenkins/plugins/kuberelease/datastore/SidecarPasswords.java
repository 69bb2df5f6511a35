package io.jenkins.plugins.kuberelease.datastore;

import hudson.util.Secret;
import io.kuberelease.adapters.kubernetes.datastores.SidecarDatastores;
import io.kuberelease.plan.DatastoreSpec;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The passwords of datastores in agent pods, encrypted, since they are kept with the pipeline. */
final class SidecarPasswords implements Serializable {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, String> encrypted = new HashMap<>();

    /** Keeps those of datastores that were made anew. */
    void keep(SidecarDatastores made) {
        made.passwords()
                .forEach((name, password) ->
                        encrypted.put(name, Secret.fromString(password).getEncryptedValue()));
    }

    /** The same datastores, after a restart. */
    SidecarDatastores of(List<DatastoreSpec> specs) {
        Map<String, String> passwords = new HashMap<>();
        encrypted.forEach((name, value) -> passwords.put(name, Secret.toString(Secret.decrypt(value))));
        return new SidecarDatastores(specs, passwords);
    }
}
