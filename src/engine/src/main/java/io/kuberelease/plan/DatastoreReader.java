package io.kuberelease.plan;

import io.kuberelease.plan.DatastoreSpec.ReadyCheck;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one datastore: its version alone, or a section that changes what the catalogue knows, or describes another. */
final class DatastoreReader {
    private static final String UNKNOWN = "names no datastore that is known";
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private final DatastoreCatalogue catalogue;

    DatastoreReader(DatastoreCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The datastore; absent when something of it is wrong. */
    Optional<DatastoreSpec> read(Field entry) {
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
        Optional<String> image = DatastoreFields.image(section.field("image"));
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
                type, version.or(() -> image.map(DatastoreFields::tag)).orElse("latest"));
    }

    private Optional<DatastoreSpec> unknown(Field entry, String type, Optional<String> image, SectionReader section) {
        Field typeField = section.field("type");
        if (typeField.isGiven() && !type.isEmpty()) {
            typeField.refuse(UNKNOWN, suggestion(type));
        } else if (!section.field("image").isGiven()) {
            entry.refuseKey(UNKNOWN, suggestion(type));
        } else {
            Field port = section.required("port", "say where it listens, for example 8080");
            return image.map(
                    from -> any(entry.key(), from, DatastoreFields.port(port).orElse(DatastoreFields.LAST_PORT)));
        }
        return Optional.empty();
    }

    /** The description to assume for an image that the catalogue does not know. */
    private DatastoreSpec any(String name, String image, int port) {
        return new DatastoreSpec(
                name,
                DatastoreFields.tag(image),
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
        List<String> hostNames = DatastoreFields.hostNames(hosts);
        return new DatastoreSpec(
                name,
                version.orElse(base.version()),
                image.orElse(base.image()),
                DatastoreFields.port(section.field("port")).orElse(base.port()),
                withOwn(name, hosts.isGiven() ? hostNames : base.hostNames()),
                with(base.settings(), VariablesReader.read(section.field("env"))),
                base.arguments(),
                DatastoreFields.ready(section.field("ready")).orElse(base.ready()),
                with(base.variables(), VariablesReader.read(section.field("variables"))),
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
}
