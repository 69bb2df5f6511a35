package io.jenkins.plugins.kuberelease.datastore;

import hudson.EnvVars;
import hudson.util.Secret;
import io.kuberelease.adapters.kubernetes.datastores.DatastoreVariables;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;

/** The variables of datastores for the steps of a block; values are encrypted where a pipeline is stored. */
public final class DatastoreEnvironment extends EnvironmentExpander {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, String> encrypted = new HashMap<>();
    private final HashSet<String> sensitive;

    DatastoreEnvironment(DatastoreVariables variables) {
        variables
                .values()
                .forEach((name, value) ->
                        encrypted.put(name, Secret.fromString(value).getEncryptedValue()));
        sensitive = new HashSet<>(variables.sensitive());
    }

    @Override
    public void expand(EnvVars env) {
        encrypted.forEach((name, value) -> env.override(name, Secret.toString(Secret.decrypt(value))));
    }

    @Override
    public Set<String> getSensitiveVariables() {
        return Set.copyOf(sensitive);
    }
}
