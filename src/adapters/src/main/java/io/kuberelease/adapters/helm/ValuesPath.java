package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A place among a chart's values, for example {@code containers.0.image}: keys of mappings, and numbers in lists. */
record ValuesPath(List<String> steps) {
    ValuesPath {
        steps = List.copyOf(steps);
    }

    static ValuesPath of(String dotted) {
        return new ValuesPath(List.of(dotted.split("\\.", -1)));
    }

    /** The value at this path; a missing node, never null, when there is none. */
    JsonNode in(JsonNode values) {
        JsonNode found = values;
        for (String step : steps) {
            found = found instanceof ArrayNode list ? list.path(number(step)) : found.path(step);
        }
        return found;
    }

    /**
     * Sets a text at this path. Helm replaces lists as a whole, so a list on the way is copied with all its entries,
     * unless it is among the values already: then it stays, with what was put there before.
     *
     * @param values the values for Helm, which are changed
     * @param all the values over the chart's defaults, which are only read
     * @throws IllegalArgumentException when the path does not fit the values; the message continues a sentence that
     *     begins with the path
     */
    void set(ObjectNode values, ObjectNode all, String text) {
        JsonNode present = in(all);
        if (present.isContainerNode() && !present.isEmpty()) {
            throw new IllegalArgumentException("is " + kind(present) + " in the chart's values, not one value");
        }
        JsonNode place = values;
        JsonNode known = all;
        for (int i = 0; i < steps.size() - 1; i++) {
            JsonNode next = child(known, i);
            JsonNode own = child(place, i);
            JsonNode wanted =
                    own.isContainerNode() ? own : next instanceof ArrayNode ? next.deepCopy() : values.objectNode();
            put(place, known, i, wanted);
            place = wanted;
            known = next;
        }
        put(place, known, steps.size() - 1, values.textNode(text));
    }

    private JsonNode child(JsonNode parent, int step) {
        if (parent instanceof ArrayNode list) {
            int number = number(steps.get(step));
            if (number < 0 || number >= list.size()) {
                throw new IllegalArgumentException("is not there: the chart's list " + upTo(step) + " has "
                        + (list.size() == 1 ? "one entry" : list.size() + " entries") + ", counted from 0");
            }
            return list.get(number);
        }
        if (parent.isValueNode() && !parent.isNull()) {
            throw new IllegalArgumentException("is not there: " + upTo(step) + " is one value in the chart's values");
        }
        return parent.isObject() ? parent.path(steps.get(step)) : MissingNode.getInstance();
    }

    private void put(JsonNode parent, JsonNode known, int step, JsonNode child) {
        JsonNode present = child(known, step);
        if (parent instanceof ArrayNode list) {
            list.set(number(steps.get(step)), child);
        } else if (number(steps.get(step)) >= 0 && present.isMissingNode()) {
            throw new IllegalArgumentException("is not there: the chart's values have no list " + upTo(step));
        } else {
            ((ObjectNode) parent).set(steps.get(step), child);
        }
    }

    private String upTo(int step) {
        return String.join(".", steps.subList(0, step));
    }

    private static int number(String step) {
        return step.matches("\\d{1,6}") ? Integer.parseInt(step) : -1;
    }

    private static String kind(JsonNode node) {
        return node.isArray() ? "a list" : "a mapping";
    }

    @Override
    public String toString() {
        return String.join(".", steps);
    }
}
