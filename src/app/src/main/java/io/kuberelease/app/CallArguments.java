package io.kuberelease.app;

import io.kuberelease.adapters.releasefile.ReleaseFileText;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments with which a program calls for a release, as texts: a map or a list in the form of a release file, a
 * map that an earlier call returned as the reference of what it is about.
 *
 * @param given texts, numbers, truth values, lists and maps
 */
public record CallArguments(Map<String, Object> given) {
    private static final Place CALL = new Place("call", 0, 0);

    /** Those that say something, without blanks around: an empty text is no answer, as in a form that was left empty. */
    public static Map<String, Object> withoutBlanks(Map<String, ? extends @Nullable Object> given) {
        Map<String, Object> said = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (value instanceof String text) {
                if (!text.isBlank()) {
                    said.put(name, text.strip());
                }
            } else if (value != null) {
                said.put(name, value);
            }
        });
        return said;
    }

    /** Numbers, lists and maps as texts; truth values, and values of other kinds, as they are. */
    public Map<String, Object> inTexts() {
        Map<String, Object> texts = new LinkedHashMap<>();
        given.forEach((name, value) -> texts.put(name, inText(value)));
        return texts;
    }

    private static Object inText(Object value) {
        if (value instanceof Map || value instanceof Collection) {
            return new ReleaseFileText().of(Node.of(CALL, value));
        }
        return value instanceof Number ? String.valueOf(value) : value;
    }

    /** Like {@link #inTexts}, with the reference of an image or bundle for the map that an earlier call returned. */
    public Map<String, Object> withImage() {
        Map<String, Object> known = new LinkedHashMap<>(given);
        known.computeIfPresent("image", (name, value) -> reference(value, name));
        known.computeIfPresent("bundle", (name, value) -> reference(value, name));
        return new CallArguments(known).inTexts();
    }

    /** Like {@link #withImage}, with a release's id, and for a promotion its bundle, for the map of the whole release. */
    public Map<String, Object> ofBundle() {
        Map<String, Object> known = new LinkedHashMap<>(given);
        if (known.get("release") instanceof Map<?, ?> done) {
            known.put("release", String.valueOf(done.get("release")));
            if (known.containsKey("to") && !known.containsKey("version") && !known.containsKey("environment")) {
                known.putIfAbsent("bundle", done);
            }
        }
        return new CallArguments(known).withImage();
    }

    /** The reference in a map that describes the thing itself, or has it under the name; else the value as it is. */
    private static Object reference(Object given, String name) {
        if (given instanceof Map<?, ?> map) {
            Object reference = map.get(name) instanceof Map<?, ?> part ? part.get("reference") : map.get("reference");
            return reference == null ? given : reference;
        }
        return given;
    }
}
