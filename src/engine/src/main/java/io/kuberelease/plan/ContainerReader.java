package io.kuberelease.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a container's user and resources. */
final class ContainerReader {
    private static final long LARGEST = Integer.MAX_VALUE;

    private ContainerReader() {}

    /** Reads the keys {@code runAsUser} and {@code resources} of the section; the latter is a section of its own. */
    static ContainerNeeds read(SectionReader section, Section resources) {
        return new ContainerNeeds(
                section.field("runAsUser").as(ContainerReader::user), resources(section.field("resources"), resources));
    }

    private static Long user(String written) {
        if (!written.matches("\\d{1,10}") || Long.parseLong(written) > LARGEST) {
            throw new IllegalArgumentException(
                    "\"" + written + "\" is not valid: use a user's number, for example 10001; 0 is root");
        }
        return Long.valueOf(written);
    }

    private static Optional<Resources> resources(Field field, Section known) {
        SectionReader section = field.section(known);
        if (!field.isMapping()) {
            return Optional.empty();
        }
        Field limits = section.field("limits");
        Map<String, String> most = amounts(limits);
        Map<String, String> asked = amounts(section.field("requests"));
        asked.forEach((name, request) -> {
            String limit = most.get(name);
            if (limit != null && Quantities.amount(request).compareTo(Quantities.amount(limit)) > 0) {
                limits.refuse(
                        "has less " + name + " (" + limit + ") than is requested (" + request + ")",
                        "raise the limit or lower the request");
            }
        });
        return Optional.of(new Resources(asked, most));
    }

    private static Map<String, String> amounts(Field field) {
        Map<String, String> amounts = new LinkedHashMap<>();
        for (Field entry : field.entries()) {
            entry.as(written -> {
                        Quantities.amount(written);
                        return written;
                    })
                    .ifPresent(amount -> amounts.put(entry.key(), amount));
        }
        return amounts;
    }
}
