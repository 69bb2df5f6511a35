package io.kuberelease.adapters.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Finds faults of a kubeconfig that kubectl refuses and a YAML parser accepts: a name that occurs twice, and a number
 * or a boolean in place of a string, which may have lost its spelling ({@code 0123}).
 */
final class KubeconfigShape {
    private static final List<String> LISTS = List.of("clusters", "users", "contexts");

    /** The fields of users, clusters and contexts that must be strings. */
    private static final Set<String> TEXTS = Set.of(
            "name",
            "server",
            "certificate-authority",
            "certificate-authority-data",
            "tls-server-name",
            "proxy-url",
            "client-certificate",
            "client-certificate-data",
            "client-key",
            "client-key-data",
            "token",
            "tokenFile",
            "username",
            "password",
            "as",
            "as-uid",
            "cluster",
            "user",
            "namespace",
            "command",
            "apiVersion");

    /** Plain scalars that are booleans or numbers in YAML 1.1, which kubectl reads. */
    private static final Pattern NO_TEXT = Pattern.compile("(?i)y|n|yes|no|on|off|true|false"
            + "|[-+]?(0x[0-9a-f_]+|0b[01_]+|0o[0-7_]+|[0-9][0-9_]*|(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)(e[-+]?[0-9]+)?|\\.inf)"
            + "|\\.nan");

    private KubeconfigShape() {}

    /** The first fault with its line; absent when there is none. The text must be valid YAML. */
    static Optional<String> fault(String text) {
        Optional<Node> root =
                new Compose(LoadSettings.builder().setAllowDuplicateKeys(true).build()).composeString(text);
        return root.stream()
                .flatMap(KubeconfigShape::children)
                .filter(child -> LISTS.contains(child.key()) && child.value() instanceof SequenceNode)
                .flatMap(list -> list(list.key(), (SequenceNode) list.value()))
                .findFirst();
    }

    private static Stream<String> list(String called, SequenceNode list) {
        Map<String, Integer> names = new HashMap<>();
        return list.getValue().stream().flatMap(entry -> {
            Stream<String> twice = children(entry)
                    .filter(child -> child.key().equals("name") && child.value() instanceof ScalarNode)
                    .flatMap(child -> twice(called, (ScalarNode) child.value(), names).stream());
            return Stream.concat(twice, noTexts(entry));
        });
    }

    private static Optional<String> twice(String called, ScalarNode name, Map<String, Integer> names) {
        Integer before = names.putIfAbsent(name.getValue(), line(name));
        return before == null
                ? Optional.empty()
                : Optional.of("line " + line(name) + ": " + called + " has the name " + name.getValue()
                        + " a second time, after line " + before);
    }

    /** The faults in an entry and in all mappings within it, for example {@code user.exec}. */
    private static Stream<String> noTexts(Node entry) {
        return children(entry).flatMap(child -> {
            if (child.value() instanceof MappingNode) {
                return noTexts(child.value());
            }
            return TEXTS.contains(child.key()) && child.value() instanceof ScalarNode scalar && !isText(scalar)
                    ? Stream.of("line " + line(scalar) + ": " + child.key()
                            + " is a number or a truth value, and has to be a text: put it in quotes")
                    : Stream.empty();
        });
    }

    private static boolean isText(ScalarNode scalar) {
        return scalar.getScalarStyle() != ScalarStyle.PLAIN
                || scalar.getTag().equals(Tag.NULL)
                || (scalar.getTag().equals(Tag.STR)
                        && !NO_TEXT.matcher(scalar.getValue()).matches());
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private record Child(String key, Node value) {}

    private static Stream<Child> children(Node node) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream().flatMap(KubeconfigShape::child)
                : Stream.empty();
    }

    private static Stream<Child> child(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode key
                ? Stream.of(new Child(key.getValue(), entry.getValueNode()))
                : Stream.empty();
    }
}
