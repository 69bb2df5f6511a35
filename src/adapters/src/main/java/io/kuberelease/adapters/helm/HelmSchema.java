package io.kuberelease.adapters.helm;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * The types of plain scalars as Helm and kubectl read them, by YAML 1.1 as in resolve.go of go.yaml.in/yaml/v2:
 * {@code no} is false, {@code 0644} is 420, and a timestamp stays a string. Read by YAML 1.2, a manifest would be shown
 * differently from what is applied; written by 1.2, a string could come back as another type.
 */
final class HelmSchema implements Schema {
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Map<String, Double> NAMED = Map.of(
            ".nan", Double.NaN,
            ".NaN", Double.NaN,
            ".NAN", Double.NaN,
            ".inf", Double.POSITIVE_INFINITY,
            ".Inf", Double.POSITIVE_INFINITY,
            ".INF", Double.POSITIVE_INFINITY,
            "-.inf", Double.NEGATIVE_INFINITY,
            "-.Inf", Double.NEGATIVE_INFINITY,
            "-.INF", Double.NEGATIVE_INFINITY);
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("([-+]?)(0[xX]|0[bB]|0[oO]?)?([0-9a-fA-F]+)");
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST_SIGNED = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MOST = BigInteger.TWO.pow(Long.SIZE).subtract(BigInteger.ONE);

    @Override
    public ScalarResolver getScalarResolver() {
        return (text, plain) -> plain ? tag(text) : Tag.STR;
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        Map<Tag, ConstructNode> constructors = new HashMap<>(new CoreSchema().getSchemaTagConstructors());
        constructors.put(Tag.BOOL, node -> TRUE.contains(text(node)));
        constructors.put(Tag.INT, HelmSchema::number);
        constructors.put(Tag.FLOAT, HelmSchema::number);
        return constructors;
    }

    private static Tag tag(String text) {
        if (NULL.contains(text)) {
            return Tag.NULL;
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return Tag.BOOL;
        }
        if (text.equals("<<")) {
            return Tag.MERGE;
        }
        String digits = text.replace("_", "");
        if (whole(digits, text).isPresent()) {
            return Tag.INT;
        }
        return broken(digits, text).isPresent() ? Tag.FLOAT : Tag.STR;
    }

    private static Object number(Node node) {
        String text = text(node);
        String digits = text.replace("_", "");
        Optional<Number> whole = whole(digits, text);
        if (whole.isPresent()) {
            return whole.get();
        }
        return broken(digits, text)
                .map(HelmSchema::asInJson)
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no number"));
    }

    /** An integer as Go's ParseInt and ParseUint read it with base 0, where a leading zero means octal. */
    private static Optional<Number> whole(String digits, String text) {
        var found = WHOLE.matcher(digits);
        if (!startsAsNumber(text) || !found.matches()) {
            return Optional.empty();
        }
        String prefix = found.group(2) == null ? "" : found.group(2).toLowerCase(Locale.ROOT);
        int radix = prefix.equals("0x") ? 16 : prefix.equals("0b") ? 2 : prefix.isEmpty() ? 10 : 8;
        try {
            BigInteger value = new BigInteger(found.group(1).replace("+", "") + found.group(3), radix);
            // Numbers above the signed range are allowed only without a sign.
            BigInteger most = found.group(1).isEmpty() ? MOST : MOST_SIGNED;
            if (value.compareTo(LEAST) < 0 || value.compareTo(most) > 0) {
                return Optional.empty();
            }
            return Optional.of(value.bitLength() < Long.SIZE ? (Number) value.longValue() : value);
        } catch (NumberFormatException otherDigits) {
            return Optional.empty();
        }
    }

    private static Optional<Double> broken(String digits, String text) {
        if (NAMED.containsKey(text) || (text.startsWith("+") && NAMED.containsKey(text.substring(1)))) {
            return Optional.of(NAMED.getOrDefault(text, Double.POSITIVE_INFINITY));
        }
        // If the text begins with a point, Go keeps the underscores, and then refuses them.
        String read = text.startsWith(".") ? text : digits;
        if (!(startsAsNumber(text) || text.startsWith("."))
                || !FLOAT.matcher(read).matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(read);
        return Double.isInfinite(value) ? Optional.empty() : Optional.of(value);
    }

    private static boolean startsAsNumber(String text) {
        char first = text.charAt(0);
        return first == '+' || first == '-' || (first >= '0' && first <= '9');
    }

    /** A whole number becomes a long: in JSON, which Helm and Kubernetes use from here on, 1e3 and 1000 are equal. */
    private static Number asInJson(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE && !(value == 0 && 1 / value < 0);
        return whole ? (Number) (long) value : (Number) value;
    }

    private static String text(Node node) {
        return ((ScalarNode) node).getValue();
    }
}
