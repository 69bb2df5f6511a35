package io.kuberelease.plan;

import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a mapping whose keys are known: unknown keys and keys written twice are told as soon as it is opened. */
final class SectionReader {
    private final Section section;
    private final String name;
    private final Place place;
    private final boolean told;
    private final Problems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /** Opens a mapping; {@code told}: it was already refused, so nothing is said of what is missing in it. */
    SectionReader(Section section, String name, Node.Mapping mapping, boolean told, Problems problems) {
        this.section = section;
        this.name = name;
        this.place = mapping.place();
        this.told = told;
        this.problems = problems;
        Keys keys = new Keys(problems);
        for (Node.Entry entry : keys.once(name, mapping)) {
            if (section.keys().contains(entry.key())) {
                values.put(entry.key(), entry.value());
            } else {
                keys.refuseUnknown(section, name, entry);
            }
        }
    }

    /** The section's name in the file, for example {@code environments.staging}. */
    String name() {
        return name;
    }

    /** The field of that key, given or not. */
    Field field(String key) {
        if (!section.keys().contains(key)) {
            throw new IllegalArgumentException(section + " knows no key " + key);
        }
        Optional<Node> value = Optional.ofNullable(values.get(key));
        Place where = value.map(Node::place).orElse(place);
        return new Field(Keys.join(name, key), key, where, value, problems);
    }

    /** The section of that key; empty when it is not given. */
    SectionReader section(String key, Section inner) {
        return field(key).section(inner);
    }

    /** The field of that key, told when it is missing. */
    Field required(String key, String fix) {
        Field field = field(key);
        return told ? field : field.required(fix);
    }

    /** Tells what is wrong with the section as a whole. */
    void refuse(String reason, String fix) {
        if (!told) {
            problems.add(place, name, Optional.empty(), reason, fix);
        }
    }
}
