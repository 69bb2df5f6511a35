package io.kuberelease.plan;

import io.kuberelease.plan.DatastoreSpec.ReadyCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Reads the datastores: those the catalogue knows by name and version, and any other by its image. All share one pod, so
 * ports, host names and variables are given once.
 */
final class DatastoreSection {
    private static final int LAST_PORT = 65_535;
    private static final UnaryOperator<String> IMAGE = Validators.matching(
            "[A-Za-z0-9][A-Za-z0-9._/-]*(:\\d+/[a-z0-9._/-]+)?(:[A-Za-z0-9_.-]+)?(@sha256:[0-9a-f]{64})?",
            "an image with its tag, for example postgres:15");
    private static final UnaryOperator<String> HOST =
            Validators.matching("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?", "lower-case letters, digits and dashes");
    private static final String UNKNOWN = "names no datastore that is known";
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,38}[a-z0-9])?");

    private final DatastoreCatalogue catalogue;

    DatastoreSection(DatastoreCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The datastores that are as they should be, in the order of the file. */
    List<DatastoreSpec> read(Field field) {
        List<DatastoreSpec> datastores = new ArrayList<>();
        Map<Integer, String> ports = new HashMap<>();
        for (Field entry : field.entries()) {
            if (isNamed(entry)) {
                Optional<DatastoreSpec> datastore = datastore(entry);
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

    /** One datastore, by its version alone or by a section that changes what the catalogue knows or describes another. */
    private Optional<DatastoreSpec> datastore(Field entry) {
        return entry.isMapping() ? described(entry) : byVersion(entry);
    }

    private Optional<DatastoreSpec> byVersion(Field entry) {
        Optional<String> version = version(entry);
        if (!catalogue.names().contains(entry.key())) {
            entry.refuseKey(UNKNOWN, suggestion(entry.key()));
            return Optional.empty();
        }
        return version.flatMap(text -> catalogue.of(entry.key(), text));
    }

    private Optional<DatastoreSpec> described(Field entry) {
        SectionReader section = entry.section(Section.DATASTORE);
        Field typeField = section.field("type");
        String type = typeField.isGiven() ? typeField.text().orElse("") : entry.key();
        Optional<String> version = version(section.field("version"));
        Optional<String> image = image(section.field("image"));
        Optional<DatastoreSpec> base = catalogue.names().contains(type)
                ? known(type, version, image, section)
                : unknown(entry, type, image, section);
        return base.map(spec -> changed(spec, entry.key(), version, image, section));
    }

    private Optional<DatastoreSpec> known(
            String type, Optional<String> version, Optional<String> image, SectionReader section) {
        if (!section.field("image").isGiven()) {
            section.required("version", "say which, for example 15");
            refusePort(section.field("port"), type);
        }
        return catalogue.of(
                type, version.or(() -> image.map(DatastoreSection::tag)).orElse("latest"));
    }

    private Optional<DatastoreSpec> unknown(Field entry, String type, Optional<String> image, SectionReader section) {
        Field typeField = section.field("type");
        if (typeField.isGiven() && !type.isEmpty()) {
            typeField.refuse(UNKNOWN, suggestion(type));
        } else if (!section.field("image").isGiven()) {
            entry.refuseKey(UNKNOWN, suggestion(type));
        } else {
            Field port = section.required("port", "say where it listens, for example 8080");
            return image.map(from -> any(entry.key(), from, port(port).orElse(LAST_PORT)));
        }
        return Optional.empty();
    }

    /** The description to assume for an image that the catalogue does not know. */
    private DatastoreSpec any(String name, String image, int port) {
        return new DatastoreSpec(
                name,
                tag(image),
                image,
                port,
                List.of(),
                Map.of(),
                List.of(),
                new ReadyCheck.Connect(),
                Map.of(),
                "",
                "",
                READY_WITHIN,
                catalogue
                        .ofImage(image)
                        .map(known -> known.needs().inAnotherImage())
                        .orElse(ContainerNeeds.USUAL));
    }

    private static DatastoreSpec changed(
            DatastoreSpec base, String name, Optional<String> version, Optional<String> image, SectionReader section) {
        Field hosts = section.field("hostNames");
        List<String> hostNames = hostNames(hosts);
        return new DatastoreSpec(
                name,
                version.orElse(base.version()),
                image.orElse(base.image()),
                port(section.field("port")).orElse(base.port()),
                withOwn(name, hosts.isGiven() ? hostNames : base.hostNames()),
                with(base.settings(), section.field("env").variables()),
                base.arguments(),
                ready(section.field("ready")).orElse(base.ready()),
                with(base.variables(), section.field("variables").variables()),
                base.user(),
                base.database(),
                section.field("readyWithin").as(DurationText::parse).orElse(base.readyWithin()),
                ContainerReader.read(section, Section.DATASTORE_RESOURCES)
                        .or(image.isPresent() ? base.needs().inAnotherImage() : base.needs()));
    }

    private Optional<String> version(Field field) {
        return field.as(written -> {
            if (!catalogue.isVersion(written)) {
                throw new IllegalArgumentException("\"" + written + "\" is not valid: use the tag of an image");
            }
            return written;
        });
    }

    private static void refusePort(Field port, String type) {
        if (port.isGiven()) {
            port.refuse("can't be changed: the image of " + type + " decides it", "leave it out, or give an image too");
        }
    }

    private String suggestion(String type) {
        return Nearest.to(type, catalogue.names())
                .map(near -> "did you mean " + near + "?")
                .orElse("use one of " + String.join(", ", catalogue.names()) + ", or give image and port");
    }

    private static List<String> withOwn(String name, List<String> hostNames) {
        Set<String> all = new LinkedHashSet<>(List.of(name));
        all.addAll(hostNames);
        return List.copyOf(all);
    }

    private static Map<String, String> with(Map<String, String> base, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(base);
        all.putAll(more);
        return all;
    }

    private static Optional<String> image(Field field) {
        return field.as(IMAGE);
    }

    /** The tag of an image, which says most about its version. */
    static String tag(String image) {
        String untilDigest = image.replaceFirst("@.*", "");
        String last = untilDigest.substring(untilDigest.lastIndexOf('/') + 1);
        return last.contains(":") ? last.substring(last.indexOf(':') + 1) : "latest";
    }

    private static List<String> hostNames(Field field) {
        return field.items().stream().flatMap(item -> item.as(HOST).stream()).toList();
    }

    private static Optional<Integer> port(Field field) {
        return field.as(written -> {
            if (!written.matches("[1-9]\\d{0,4}") || Integer.parseInt(written) > LAST_PORT) {
                throw new IllegalArgumentException("\"" + written + "\" is not valid: use a number from 1 to 65535");
            }
            return Integer.valueOf(written);
        });
    }

    private static Optional<ReadyCheck> ready(Field field) {
        SectionReader section = field.section(Section.READY);
        Field command = section.field("command");
        Field http = section.field("http");
        if (field.isGiven() && command.isGiven() == http.isGiven()) {
            section.refuse("is not one check", "write {command: [...]} or {http: /path}");
            return Optional.empty();
        }
        return command.isGiven()
                ? Optional.of(new ReadyCheck.Command(command.command()))
                : http.as(Validators.matching("/\\S*", "a path that begins with /"))
                        .map(ReadyCheck.Http::new);
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
