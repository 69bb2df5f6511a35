package io.kuberelease.app.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The lines of compose files, and their texts as people wrote them, which Compose's reader does not tell. */
final class ComposeLines {
    private static final int MOST_ALIASES = 10_000;

    private final List<Source> sources = new ArrayList<>();

    private record Source(String name, Node root) {}

    /** @param root the directory to which the files' names are relative */
    ComposeLines(Path root, List<Path> files) throws IOException {
        for (Path file : files) {
            root(Files.readString(file))
                    .ifPresent(
                            node -> sources.add(new Source(root.relativize(file).toString(), node)));
        }
    }

    /** Absent where only Compose's reader understands the text: then its lines are not known. */
    private static Optional<Node> root(String text) {
        try {
            return new Compose(LoadSettings.builder()
                            .setUseMarks(true)
                            .setMaxAliasesForCollections(MOST_ALIASES)
                            .build())
                    .composeString(text);
        } catch (YamlEngineException unreadable) {
            return Optional.empty();
        }
    }

    /** Where a key stands, for messages: in the last file that has it; else where the nearest key above it stands. */
    String place(String... path) {
        return told("", "", path).place();
    }

    /** A leftover at the {@link #place} of a key. */
    Leftover told(String what, String why, String... path) {
        for (int length = path.length; length > 0; length--) {
            for (int i = sources.size() - 1; i >= 0; i--) {
                Source source = sources.get(i);
                Optional<Found> found = find(source.root(), List.of(path).subList(0, length));
                if (found.isPresent()) {
                    return new Leftover(source.name(), found.get().line(), what, why);
                }
            }
        }
        return new Leftover(sources.isEmpty() ? "compose file" : sources.get(0).name(), 0, what, why);
    }

    /**
     * The text of a value as it is written, before variables are put in; empty where only its name is, in a list. Absent
     * when no file has it as a text.
     */
    Optional<String> text(String... path) {
        String name = path[path.length - 1];
        for (int i = sources.size() - 1; i >= 0; i--) {
            Optional<Found> found = find(sources.get(i).root(), List.of(path));
            if (found.isPresent()) {
                return found.map(Found::value)
                        .filter(ScalarNode.class::isInstance)
                        .map(node -> ((ScalarNode) node).getValue())
                        .map(text -> text.equals(name)
                                ? ""
                                : text.startsWith(name + "=") ? text.substring(name.length() + 1) : text);
            }
        }
        return Optional.empty();
    }

    /** The names that are written there, as keys or as entries {@code name=value} or {@code name} of a list. */
    Set<String> names(String... path) {
        Set<String> names = new TreeSet<>();
        sources.forEach(
                source -> find(source.root(), List.of(path)).ifPresent(found -> addNames(found.value(), names)));
        return names;
    }

    private static void addNames(Node node, Set<String> names) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(entry -> addNames(entry, names));
        } else if (node instanceof ScalarNode entry) {
            names.add(entry.getValue().split("=", 2)[0]);
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                boolean merge = tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("<<");
                addNames(merge ? tuple.getValueNode() : tuple.getKeyNode(), names);
            }
        }
    }

    private record Found(int line, Node value) {}

    private static Optional<Found> find(Node node, List<String> path) {
        Optional<Found> next = step(node, path.get(0));
        return path.size() == 1 ? next : next.flatMap(found -> find(found.value(), path.subList(1, path.size())));
    }

    private static Optional<Found> step(Node node, String key) {
        if (node instanceof SequenceNode sequence) {
            return inList(sequence, key);
        }
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        Optional<Found> merged = Optional.empty();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode scalar) {
                if (scalar.getValue().equals(key)) {
                    return Optional.of(new Found(line(scalar), tuple.getValueNode()));
                }
                if (scalar.getValue().equals("<<")) {
                    merged = merged(tuple.getValueNode(), key);
                }
            }
        }
        return merged;
    }

    private static Optional<Found> merged(Node node, String key) {
        return node instanceof SequenceNode several
                ? several.getValue().stream()
                        .flatMap(each -> step(each, key).stream())
                        .findFirst()
                : step(node, key);
    }

    /** An entry {@code key=value} or {@code key} of a list, or the one of that number. */
    private static Optional<Found> inList(SequenceNode sequence, String key) {
        if (key.matches("\\d+")) {
            int number = Integer.parseInt(key);
            return number < sequence.getValue().size()
                    ? Optional.of(new Found(
                            line(sequence.getValue().get(number)),
                            sequence.getValue().get(number)))
                    : Optional.empty();
        }
        return sequence.getValue().stream()
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .filter(entry ->
                        entry.getValue().equals(key) || entry.getValue().startsWith(key + "="))
                .findFirst()
                .map(entry -> new Found(line(entry), entry));
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
