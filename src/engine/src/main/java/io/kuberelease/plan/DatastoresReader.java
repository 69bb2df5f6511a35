package io.kuberelease.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the datastores: those the catalogue knows by name and version, and any other by its image. */
final class DatastoresReader {
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,38}[a-z0-9])?");

    private final DatastoreReader reader;

    DatastoresReader(DatastoreCatalogue catalogue) {
        this.reader = new DatastoreReader(catalogue);
    }

    /** The datastores that are as they should be, in the order of the file. */
    List<DatastoreSpec> read(Field field) {
        List<DatastoreSpec> datastores = new ArrayList<>();
        Map<Integer, String> ports = new HashMap<>();
        for (Field entry : field.entries()) {
            if (isNamed(entry)) {
                Optional<DatastoreSpec> datastore = reader.read(entry);
                datastore.ifPresent(known -> refuseSharedPort(entry, known, ports));
                datastore.ifPresent(datastores::add);
            }
        }
        return new SharedNames().eachToItsFirst(datastores);
    }

    private static boolean isNamed(Field entry) {
        boolean named = NAME.matcher(entry.key()).matches();
        if (!named) {
            entry.refuseKey(
                    "is not a datastore's name",
                    "use at most 40 lower-case letters, digits and dashes, beginning with a letter");
        }
        return named;
    }

    private static void refuseSharedPort(Field entry, DatastoreSpec datastore, Map<Integer, String> ports) {
        String other = ports.putIfAbsent(datastore.port(), datastore.name());
        if (other != null) {
            entry.refuseKey(
                    "listens on port " + datastore.port() + " as " + other + " does, and datastores share one pod",
                    "give one of them an image that listens on another port, and say which");
        }
    }

    /** Gives each host name and variable that several datastores offer, {@code db} say, to the first in the file. */
    private static final class SharedNames {
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
}
