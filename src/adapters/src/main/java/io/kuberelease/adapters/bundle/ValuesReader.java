package io.kuberelease.adapters.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads a file of chart values. Plain words that Helm's own reader takes for a truth value or an octal number
 * ({@code no}, {@code 0644}) are read as Helm reads them, so that a file means the same with us and with Helm.
 */
final class ValuesReader {
    private static final Set<String> TRUE = Set.of("y", "yes", "on");
    private static final Set<String> FALSE = Set.of("n", "no", "off");
    private static final Pattern OCTAL = Pattern.compile("0[0-7]+");
    private static final int LARGEST_DEPTH = 100;
    private static final int LARGEST = 100_000;

    private final String file;
    private final SecretCheck secrets;
    private int read;

    ValuesReader(String file, SecretCheck secrets) {
        this.file = file;
        this.secrets = secrets;
    }

    /** An empty file is an empty map. */
    ObjectNode read(byte[] content) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        try {
            Optional<Node> root = new Compose(settings).composeString(new String(content, StandardCharsets.UTF_8));
            if (root.isEmpty() || root.get().getTag().equals(Tag.NULL)) {
                return JsonNodeFactory.instance.objectNode();
            }
            if (root.get() instanceof MappingNode mapping) {
                return mapping(mapping, 0);
            }
            throw refused(root.get(), "the file holds no map of values");
        } catch (YamlEngineException problem) {
            // The parser's snippet may show a value, so only its first line is told.
            String reason =
                    String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
            throw badInput(file + ": not YAML: " + reason, "mend the file");
        }
    }

    private JsonNode value(Node node, int depth) {
        if (depth > LARGEST_DEPTH || ++read > LARGEST) {
            throw refused(node, "the values are nested too deeply, or are too many through aliases");
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, depth);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            sequence.getValue().forEach(item -> items.add(value(item, depth + 1)));
            return items;
        }
        return scalar((ScalarNode) node);
    }

    private ObjectNode mapping(MappingNode node, int depth) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw refused(entry.getKeyNode(), "a key must be a text");
            }
            JsonNode value = value(entry.getValueNode(), depth + 1);
            if (key.getValue().equals("<<") && key.getScalarStyle() == ScalarStyle.PLAIN) {
                value.forEach(part -> mergeIn(result, part));
                mergeIn(result, value);
            } else {
                secrets.check(key.getValue(), value, file, line(entry.getValueNode()));
                result.set(key.getValue(), value);
            }
        }
        secrets.checkNamed(result, file, line(node));
        return result;
    }

    /** Merged keys never replace those that are written out. */
    private static void mergeIn(ObjectNode result, JsonNode merged) {
        if (merged.isObject()) {
            merged.properties().forEach(entry -> result.putIfAbsent(entry.getKey(), entry.getValue()));
        }
    }

    private JsonNode scalar(ScalarNode node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String text = node.getValue();
        if (node.getScalarStyle() != ScalarStyle.PLAIN) {
            return json.textNode(text);
        }
        String word = text.toLowerCase(Locale.ROOT);
        if (TRUE.contains(word) || FALSE.contains(word)) {
            return json.booleanNode(TRUE.contains(word));
        }
        if (OCTAL.matcher(text).matches()) {
            return json.numberNode(new BigInteger(text, 8));
        }
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return json.booleanNode(word.equals("true"));
        }
        if (tag.equals(Tag.INT)) {
            return json.numberNode(integer(text));
        }
        return tag.equals(Tag.FLOAT) && text.matches("[-+]?[0-9.].*") ? number(text) : json.textNode(text);
    }

    private static BigInteger integer(String text) {
        String digits = text.replaceFirst("^\\+", "");
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        return digits.startsWith("0o") ? new BigInteger(digits.substring(2), 8) : new BigInteger(digits);
    }

    private static JsonNode number(String text) {
        return JsonNodeFactory.instance.numberNode(new BigDecimal(text).doubleValue());
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private ReleaseException refused(Node node, String why) {
        return badInput(file + ":" + line(node) + ": " + why, "mend the file");
    }

    static ReleaseException badInput(String what, String todo) {
        return new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, what).suggesting(todo));
    }
}
