package io.kuberelease.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lays settings that somebody wrote elsewhere, for example in a Jenkinsfile, over a release file: mappings key by key,
 * anything else as a whole. Each value keeps the place where it was written. Pure.
 */
public final class Overlay {
    private Overlay() {}

    /** The lower with the upper on it; what the upper does not mention stays. */
    public static Node of(Node lower, Node upper) {
        if (!(lower instanceof Node.Mapping below) || !(upper instanceof Node.Mapping above)) {
            return upper;
        }
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : below.entries()) {
            entries.add(find(above, entry.key())
                    .map(over -> new Node.Entry(over.place(), over.key(), of(entry.value(), over.value())))
                    .orElse(entry));
        }
        above.entries().stream()
                .filter(entry -> find(below, entry.key()).isEmpty())
                .forEach(entries::add);
        return new Node.Mapping(below.place(), entries);
    }

    private static Optional<Node.Entry> find(Node.Mapping mapping, String key) {
        return mapping.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst();
    }
}
