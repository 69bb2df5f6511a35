package io.kuberelease.plan;

import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a mapping whose keys are known: unknown keys and keys written twice become problems as soon as it is opened.
 */
final class SectionReader {
    private final Section section;
    private final String name;
    private final Place place;
    private final boolean told;
    private final Problems problems;
    private final Map<String, Node.Entry> known = new LinkedHashMap<>();
    private final Set<String> misspelt = new HashSet<>();

    /**
     * Opens a mapping.
     *
     * @param place the place for problems about missing keys
     * @param told whether it was refused as a whole already, so that missing keys are no further problems
     */
    SectionReader(
            Section section, String name, Place place, List<Node.Entry> entries, boolean told, Problems problems) {
        this.section = section;
        this.name = name;
        this.place = place;
        this.told = told;
        this.problems = problems;
        Keys keys = new Keys(problems);
        for (Node.Entry entry : keys.once(name, entries)) {
            if (section.keys().contains(entry.key())) {
                known.put(entry.key(), entry);
            } else {
                keys.refuseUnknown(section, name, entry);
                Nearest.to(entry.key(), section.keys()).ifPresent(misspelt::add);
            }
        }
    }

    /** The field of that key, given or not. */
    Field field(String key) {
        if (!section.keys().contains(key)) {
            throw new IllegalArgumentException(section + " knows no key " + key);
        }
        Optional<Node.Entry> entry = Optional.ofNullable(known.get(key));
        Place keyPlace = entry.map(Node.Entry::place).orElse(place);
        return new Field(Keys.join(name, key), key, keyPlace, entry.map(Node.Entry::value), problems);
    }

    /** The section of that key; empty when it is not given. */
    SectionReader section(String key, Section inner) {
        Field field = field(key);
        boolean silent = told || misspelt.contains(key);
        return silent && !field.isGiven()
                ? new SectionReader(inner, Keys.join(name, key), place, List.of(), true, problems)
                : field.section(inner);
    }

    /** The field of that key; a missing one is a problem, unless an earlier problem explains it. */
    Field required(String key, String fix) {
        Field field = field(key);
        return told || misspelt.contains(key) ? field : field.required(fix);
    }

    /** Adds a problem about the section as a whole, unless it was refused already. */
    void refuse(String reason, String fix) {
        if (!told) {
            problems.add(place, name, Optional.empty(), reason, fix);
        }
    }
}
