package io.kuberelease.adapters.bundle;

import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads a values file as YAML 1.2, every value with its place. Aliases and merge keys, which Helm takes, are resolved;
 * what Helm's older YAML would take for something else is refused rather than deployed with another meaning.
 */
final class ValuesYaml {
    private static final int DEEPEST = 100;
    private static final int MOST_NODES = 100_000;
    private static final String MERGE = "<<";

    private final String name;
    private final LoadSettings settings;
    private int nodes;

    ValuesYaml(String name) {
        this.name = name;
        this.settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true)
                .build();
    }

    /** The mapping that the text holds; empty when it holds nothing. */
    Node.Mapping read(String text) throws RefusedValues {
        Place start = new Place(name, 1, 1);
        Optional<org.snakeyaml.engine.v2.nodes.Node> written = root(text);
        if (written.isEmpty()) {
            return new Node.Mapping(start, List.of());
        }
        Node root = node(written.get(), "", 0);
        if (root instanceof Node.Mapping mapping) {
            return mapping;
        }
        if (root instanceof Node.Scalar nothing && nothing.type() == Node.Type.NULL) {
            return new Node.Mapping(start, List.of());
        }
        throw refused(root.place(), "", "holds no mapping of keys to values", "write values as \"key: value\"");
    }

    /** The parser's exceptions show the text around the fault, maybe a secret: none of it is passed on. */
    private Optional<org.snakeyaml.engine.v2.nodes.Node> root(String text) throws RefusedValues {
        try {
            refuseDepth(text);
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException broken) {
            Place place = broken.getProblemMark()
                    .or(broken::getContextMark)
                    .map(this::place)
                    .orElse(new Place(name, 0, 0));
            throw refused(place, "", "is no YAML from here on", "see that quotes, brackets and indentation are right");
        } catch (YamlEngineException broken) {
            throw refused(new Place(name, 0, 0), "", "is no YAML", "look for control characters and too many aliases");
        }
    }

    private void refuseDepth(String text) throws RefusedValues {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                throw tooDeep(event.getStartMark().map(this::place).orElse(new Place(name, 0, 0)), "");
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    private Node node(org.snakeyaml.engine.v2.nodes.Node written, String path, int depth) throws RefusedValues {
        Place place = written.getStartMark().map(this::place).orElse(new Place(name, 0, 0));
        if (depth > DEEPEST) {
            throw tooDeep(place, path);
        }
        if (++nodes > MOST_NODES) {
            throw refused(place, path, "is one of more than " + MOST_NODES + " values", "use fewer aliases");
        }
        if (written instanceof ScalarNode scalar) {
            return Scalars.read(scalar, place, path);
        }
        refuseTag(written, place, path);
        return written instanceof MappingNode mapping
                ? mapping(mapping, place, path, depth)
                : sequence((SequenceNode) written, place, path, depth);
    }

    private Node sequence(SequenceNode written, Place place, String path, int depth) throws RefusedValues {
        List<Node> items = new ArrayList<>();
        for (org.snakeyaml.engine.v2.nodes.Node item : written.getValue()) {
            items.add(node(item, path + "[" + items.size() + "]", depth + 1));
        }
        return new Node.Sequence(place, items);
    }

    private Node mapping(MappingNode written, Place place, String path, int depth) throws RefusedValues {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        Map<String, Node.Entry> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : written.getValue()) {
            Place keyPlace = tuple.getKeyNode().getStartMark().map(this::place).orElse(place);
            String key = Scalars.key(tuple.getKeyNode(), keyPlace, path);
            String keyPath = path.isEmpty() ? key : path + "." + key;
            Node value = node(tuple.getValueNode(), keyPath, depth + 1);
            if (key.equals(MERGE) && ((ScalarNode) tuple.getKeyNode()).isPlain()) {
                merge(value, merged, keyPath);
            } else if (entries.put(key, new Node.Entry(keyPlace, key, value)) != null) {
                throw refused(keyPlace, keyPath, "is written a second time in the same mapping", "keep one of them");
            }
        }
        entries.forEach(merged::put);
        return new Node.Mapping(place, List.copyOf(merged.values()));
    }

    /** The first of several mappings wins. */
    private static void merge(Node value, Map<String, Node.Entry> merged, String path) throws RefusedValues {
        if (value instanceof Node.Mapping mapping) {
            mapping.entries().forEach(entry -> merged.putIfAbsent(entry.key(), entry));
        } else if (value instanceof Node.Sequence several) {
            for (Node one : several.items()) {
                merge(one, merged, path);
            }
        } else {
            throw refused(value.place(), path, "merges something that is no mapping", "merge an alias of a mapping");
        }
    }

    private static void refuseTag(org.snakeyaml.engine.v2.nodes.Node written, Place place, String path)
            throws RefusedValues {
        if (!written.getTag().equals(Tag.MAP) && !written.getTag().equals(Tag.SEQ)) {
            throw refused(place, path, "has a type of its own, which has no meaning here", "remove the tag");
        }
    }

    private static RefusedValues tooDeep(Place place, String path) {
        return refused(place, path, "is nested deeper than " + DEEPEST + " levels", "make it flatter");
    }

    private Place place(Mark mark) {
        return new Place(name, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static RefusedValues refused(Place place, String key, String reason, String fix) {
        return new RefusedValues(new Finding(place, key, reason, fix));
    }
}
