package io.kuberelease.adapters.kubernetes.datastores;

import io.kuberelease.plan.DatastoreSpec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The environment variables by which an app finds its datastores, with their values. Holds secrets.
 *
 * @param values the variables' values by name
 * @param sensitive the names of variables whose value contains a password
 * @param passwords the passwords themselves, for masking them wherever they turn up
 */
public record DatastoreVariables(Map<String, String> values, Set<String> sensitive, Set<String> passwords) {
    public DatastoreVariables {
        values = Map.copyOf(values);
        sensitive = Set.copyOf(sensitive);
        passwords = Set.copyOf(passwords);
    }

    /**
     * Variables for an app that reaches all datastores at one address.
     *
     * @param passwords by the datastores' names
     */
    public static DatastoreVariables at(String address, List<DatastoreSpec> datastores, Map<String, String> passwords) {
        return of(datastores, passwords, spec -> address);
    }

    /**
     * Variables for an app that reaches each datastore by its first host name.
     *
     * @param passwords by the datastores' names
     */
    public static DatastoreVariables byName(List<DatastoreSpec> datastores, Map<String, String> passwords) {
        return of(datastores, passwords, Placeholders::hostName);
    }

    private static DatastoreVariables of(
            List<DatastoreSpec> datastores, Map<String, String> passwords, Function<DatastoreSpec, String> host) {
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> sensitive = new HashSet<>();
        for (DatastoreSpec spec : datastores) {
            String password = passwords.getOrDefault(spec.name(), "");
            spec.variables().forEach((name, text) -> {
                values.putIfAbsent(name, Placeholders.forApps(spec, text, host.apply(spec), password));
                if (Placeholders.hasPassword(text)) {
                    sensitive.add(name);
                }
            });
        }
        return new DatastoreVariables(values, sensitive, Set.copyOf(passwords.values()));
    }

    /** Shows names only, never a value. */
    @Override
    public String toString() {
        return "DatastoreVariables" + values.keySet();
    }
}
