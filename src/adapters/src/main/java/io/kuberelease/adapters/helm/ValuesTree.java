package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * A chart's values as JSON, which all YAML parsers read in the same way: no string is taken for a number or a boolean,
 * and no number changes, since Helm's are doubles too.
 */
final class ValuesTree {
    /**
     * Characters that JSON allows as they are and YAML does not; in JSON they occur only in strings, and are escaped.
     */
    private static final Pattern NOT_IN_YAML = Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ValuesTree() {}

    /**
     * Parses the JSON in which a bundle keeps values.
     *
     * @throws IllegalArgumentException when the text is no JSON object
     */
    static ObjectNode read(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode values) {
                return values;
            }
        } catch (JsonProcessingException broken) {
            // The parser's message would show values, which may be secret.
            throw new IllegalArgumentException(
                    "values are no JSON at line " + broken.getLocation().getLineNr());
        }
        throw new IllegalArgumentException("values are no JSON object");
    }

    /** The tree of values that were parsed elsewhere, as maps and lists. */
    static ObjectNode of(Object map) {
        return JSON.valueToTree(map);
    }

    static String text(JsonNode values) {
        return NOT_IN_YAML.matcher(values.toString()).replaceAll(found -> "\\\\u%04x"
                .formatted((int) found.group().charAt(0)));
    }

    /**
     * The values over the defaults, as Helm merges them: mappings merge, all else is replaced, and null removes a
     * default. Changes neither argument.
     */
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
