package io.kuberelease.request;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A release file as it was written: nothing checked, every part with its place. */
public sealed interface Node {

    /** The place where it was written. */
    Place place();

    /**
     * The tree for a value of a program: maps, collections, numbers, truth values and null are what they are in a
     * release file, and anything else is its text.
     */
    static Node of(Place place, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Mapping(
                    place,
                    map.entrySet().stream()
                            .map(entry -> new Entry(place, String.valueOf(entry.getKey()), of(place, entry.getValue())))
                            .toList());
        }
        if (value instanceof Collection<?> items) {
            return new Sequence(
                    place, items.stream().map(item -> of(place, item)).toList());
        }
        return value == null
                ? new Scalar(place, "", Type.NULL)
                : new Scalar(
                        place,
                        value.toString(),
                        value instanceof Boolean ? Type.BOOLEAN : value instanceof Number ? Type.NUMBER : Type.TEXT);
    }

    /** The same tree, every part of it at one place. */
    default Node at(Place place) {
        if (this instanceof Mapping mapping) {
            return new Mapping(
                    place,
                    mapping.entries().stream()
                            .map(entry ->
                                    new Entry(place, entry.key(), entry.value().at(place)))
                            .toList());
        }
        if (this instanceof Sequence sequence) {
            return new Sequence(
                    place, sequence.items().stream().map(item -> item.at(place)).toList());
        }
        Scalar scalar = (Scalar) this;
        return new Scalar(place, scalar.text(), scalar.type());
    }

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
