package io.kuberelease.adapters.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.util.ArrayList;
import java.util.List;

/** An environment's values as Helm has read them, each with the place where it was last written. */
final class MergedValues {
    private final List<ValuePlaces> files;

    /** @param files in the order in which they were merged */
    MergedValues(List<ValuePlaces> files) {
        this.files = files;
    }

    Node.Mapping read(String json) {
        try {
            return (Node.Mapping) node(new ObjectMapper().readTree(json), "", new Place("the values", 0, 0));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Helm's JSON is no JSON");
        }
    }

    private Node node(JsonNode value, String path, Place around) {
        Place place = place(path, around);
        if (value.isObject()) {
            List<Node.Entry> entries = new ArrayList<>();
            value.properties()
                    .forEach(entry -> entries.add(new Node.Entry(
                            place,
                            entry.getKey(),
                            node(
                                    entry.getValue(),
                                    path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                                    place))));
            return new Node.Mapping(place, entries);
        }
        if (value.isArray()) {
            List<Node> items = new ArrayList<>();
            value.forEach(item -> items.add(node(item, path + "[" + items.size() + "]", place)));
            return new Node.Sequence(place, items);
        }
        return new Node.Scalar(place, value.asText(), type(value));
    }

    private Place place(String path, Place around) {
        for (int i = files.size() - 1; i >= 0; i--) {
            Place found = files.get(i).of(path).orElse(null);
            if (found != null) {
                return found;
            }
        }
        return around;
    }

    private static Node.Type type(JsonNode value) {
        if (value.isTextual()) {
            return Node.Type.TEXT;
        }
        if (value.isBoolean()) {
            return Node.Type.BOOLEAN;
        }
        return value.isNull() ? Node.Type.NULL : Node.Type.NUMBER;
    }
}
