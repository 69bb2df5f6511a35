package io.jenkins.plugins.kuberelease.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts the arguments of steps: texts, maps, lists, and the maps that other steps returned. */
final class StepArguments {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StepArguments() {}

    /** Converts maps, lists and numbers to texts in the form of a release file; other values are left as they are. */
    static Map<String, Object> inTexts(Map<String, Object> arguments) {
        Map<String, Object> texts = new LinkedHashMap<>();
        arguments.forEach((name, value) -> texts.put(name, inText(value)));
        return texts;
    }

    /** Like {@link #inTexts}; also replaces a map that a step returned by the reference of its image or bundle. */
    static Map<String, Object> withImage(Map<String, Object> arguments) {
        Map<String, Object> known = new LinkedHashMap<>(arguments);
        known.computeIfPresent("image", (name, value) -> reference(value, "image"));
        known.computeIfPresent("bundle", (name, value) -> reference(value, "bundle"));
        return inTexts(known);
    }

    /**
     * Like {@link #withImage}; also replaces the map that kubeRelease returned by its id and, for a promotion, its
     * bundle.
     */
    static Map<String, Object> promotion(Map<String, Object> arguments) {
        Map<String, Object> known = new LinkedHashMap<>(arguments);
        if (known.get("release") instanceof Map<?, ?> done) {
            known.put("release", String.valueOf(done.get("release")));
            if (known.containsKey("to") && !known.containsKey("version") && !known.containsKey("environment")) {
                known.putIfAbsent("bundle", done);
            }
        }
        return withImage(known);
    }

    /**
     * Finds the reference in a map that a step returned, which may describe the thing itself or contain it under the
     * name.
     */
    static Object reference(Object given, String name) {
        if (given instanceof Map<?, ?> map) {
            Object inner = map.get(name);
            Object reference = inner instanceof Map<?, ?> part ? part.get("reference") : map.get("reference");
            return reference == null ? given : reference;
        }
        return given;
    }

    private static Object inText(Object value) {
        if (!(value instanceof Map) && !(value instanceof Collection)) {
            return value instanceof Number ? String.valueOf(value) : value;
        }
        try {
            return JSON.writeValueAsString(plain(value));
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("a value of a Jenkinsfile has no form in JSON", impossible);
        }
    }

    /** Turns Groovy's own types, such as texts with variables, into plain ones; anything unknown becomes text. */
    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(String.valueOf(key), plain(each)));
            return plain;
        }
        if (value instanceof Collection<?> items) {
            List<Object> plain = new ArrayList<>();
            items.forEach(item -> plain.add(plain(item)));
            return plain;
        }
        return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
    }
}
