package io.kuberelease.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
}
