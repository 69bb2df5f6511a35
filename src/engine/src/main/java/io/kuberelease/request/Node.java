package io.kuberelease.request;

import java.util.List;

/** A release file as it was written: nothing checked, every part with its place. */
public sealed interface Node {

    /** The place where it was written. */
    Place place();

    /** A text, number, truth value or nothing, as its source text. */
    record Scalar(Place place, String text, Type type) implements Node {}

    /** The type of a scalar by the way it is written, before it is checked. */
    enum Type {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** A list. */
    record Sequence(Place place, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Keys and values in the order in which they were written; a key may stand there twice. */
    record Mapping(Place place, List<Entry> entries) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }
    }

    /** One key with its value. */
    record Entry(Place place, String key, Node value) {}
}
