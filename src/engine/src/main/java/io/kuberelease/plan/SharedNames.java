package io.kuberelease.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives each host name and variable that several datastores offer, {@code db} say, to the first in the file. */
final class SharedNames {
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> variables = new HashSet<>();

    List<DatastoreSpec> eachToItsFirst(List<DatastoreSpec> datastores) {
        // A datastore's own name is its own, however early another one would like to have it.
        Set<String> names =
                new HashSet<>(datastores.stream().map(DatastoreSpec::name).toList());
        List<DatastoreSpec> result = new ArrayList<>();
        for (DatastoreSpec datastore : datastores) {
            result.add(with(datastore, freeHosts(datastore, names), freeVariables(datastore)));
        }
        return List.copyOf(result);
    }

    private List<String> freeHosts(DatastoreSpec datastore, Set<String> names) {
        return datastore.hostNames().stream()
                .filter(host -> host.equals(datastore.name()) || !names.contains(host))
                .filter(hosts::add)
                .toList();
    }

    private Map<String, String> freeVariables(DatastoreSpec datastore) {
        Map<String, String> free = new HashMap<>(datastore.variables());
        free.keySet().removeIf(name -> !variables.add(name));
        return free;
    }

    private static DatastoreSpec with(DatastoreSpec from, List<String> hosts, Map<String, String> variables) {
        return new DatastoreSpec(
                from.name(),
                from.version(),
                from.image(),
                from.port(),
                hosts,
                from.settings(),
                from.arguments(),
                from.ready(),
                variables,
                from.user(),
                from.database(),
                from.readyWithin(),
                from.needs());
    }
}
