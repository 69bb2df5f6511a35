package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * A chart's values as JSON, which each YAML reads in the same way: no text can be taken for a number or a truth value, and
 * no number becomes another one: Helm's are doubles too.
 */
final class ValuesTree {
    /** JSON takes these as they are, YAML does not; in JSON they can stand in texts alone. */
    private static final Pattern NOT_IN_YAML = Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ValuesTree() {}

    /**
     * Reads values as a bundle keeps them.
     *
     * @throws IllegalArgumentException when the text is no JSON object
     */
    static ObjectNode read(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode values) {
                return values;
            }
        } catch (JsonProcessingException broken) {
            // Its message would show what is written there.
            throw new IllegalArgumentException(
                    "values are no JSON at line " + broken.getLocation().getLineNr());
        }
        throw new IllegalArgumentException("values are no JSON object");
    }

    /** Values that were read elsewhere. */
    static ObjectNode of(Object map) {
        return JSON.valueToTree(map);
    }

    static String text(JsonNode values) {
        return NOT_IN_YAML.matcher(values.toString()).replaceAll(found -> "\\\\u%04x"
                .formatted((int) found.group().charAt(0)));
    }

    /** What a chart is rendered with: mappings merge, all else is replaced, and a null takes a default away. */
    static ObjectNode over(ObjectNode defaults, ObjectNode values) {
        ObjectNode merged = defaults.deepCopy();
        values.properties().forEach(value -> {
            JsonNode below = merged.get(value.getKey());
            if (value.getValue().isNull()) {
                merged.remove(value.getKey());
            } else if (below instanceof ObjectNode inner && value.getValue() instanceof ObjectNode above) {
                merged.set(value.getKey(), over(inner, above));
            } else {
                merged.set(value.getKey(), value.getValue().deepCopy());
            }
        });
        return merged;
    }
}
