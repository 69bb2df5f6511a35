package io.kuberelease.adapters.kubernetes.datastores;

import io.kuberelease.plan.DatastoreSpec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What an app finds in its environment, filled in. Holds secrets.
 *
 * @param values the variables
 * @param sensitive the names of those that tell a password
 * @param passwords the passwords alone, for hiding them wherever they turn up
 */
public record DatastoreVariables(Map<String, String> values, Set<String> sensitive, Set<String> passwords) {
    public DatastoreVariables {
        values = Map.copyOf(values);
        sensitive = Set.copyOf(sensitive);
        passwords = Set.copyOf(passwords);
    }

    /**
     * For those who find all datastores at one address.
     *
     * @param passwords by the datastores' names
     */
    public static DatastoreVariables at(String address, List<DatastoreSpec> datastores, Map<String, String> passwords) {
        return of(datastores, passwords, spec -> address);
    }

    /**
     * For those who find each datastore by its first host name.
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

    /** Tells no value. */
    @Override
    public String toString() {
        return "DatastoreVariables" + values.keySet();
    }
}
