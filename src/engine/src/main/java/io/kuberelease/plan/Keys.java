package io.kuberelease.plan;

import io.kuberelease.request.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the keys of a mapping: those written twice, and those that are not known. */
final class Keys {
    private final Problems problems;

    Keys(Problems problems) {
        this.problems = problems;
    }

    /** The entries, each key once: of two with the same key the second is refused. */
    List<Node.Entry> once(String section, List<Node.Entry> entries) {
        Map<String, Node.Entry> first = new LinkedHashMap<>();
        for (Node.Entry entry : entries) {
            Node.Entry earlier = first.putIfAbsent(entry.key(), entry);
            if (earlier != null) {
                problems.add(
                        entry.place(),
                        join(section, entry.key()),
                        Optional.empty(),
                        "is written twice, first in line " + earlier.place().line(),
                        "keep one of them");
            }
        }
        return List.copyOf(first.values());
    }

    /** Adds a problem: the section has no such key; suggests the one that was likely meant. */
    void refuseUnknown(Section section, String name, Node.Entry entry) {
        problems.add(
                entry.place(),
                join(name, entry.key()),
                Optional.empty(),
                "is not a key of " + section.title(),
                suggestion(section, entry.key()));
    }

    private static String suggestion(Section section, String key) {
        return Nearest.to(key, section.keys())
                .map(near -> "did you mean " + near + "?")
                .or(() -> Section.home(key).map(home -> "it belongs in " + place(home)))
                .orElse("use one of " + String.join(", ", section.keys()));
    }

    private static String place(Section section) {
        return section.path().isEmpty() ? "the first level of the file" : section.path();
    }

    static String join(String section, String key) {
        return section.isEmpty() ? key : section + "." + key;
    }

    static String kind(Node node) {
        if (node instanceof Node.Mapping) {
            return "a mapping";
        }
        return node instanceof Node.Sequence ? "a list" : "a single value";
    }
}
