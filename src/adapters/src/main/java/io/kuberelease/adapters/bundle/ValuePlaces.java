package io.kuberelease.adapters.bundle;

import io.kuberelease.request.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The places of a values file's values, only for messages: Helm decides what the values are, and a file that can't be
 * parsed here merely has no places.
 */
final class ValuePlaces {
    private static final int DEEPEST = 100;
    private static final int MOST = 100_000;

    private final String name;
    private final Map<String, Place> places = new HashMap<>();

    private ValuePlaces(String name) {
        this.name = name;
    }

    static ValuePlaces of(String name, String text) {
        ValuePlaces found = new ValuePlaces(name);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setAllowDuplicateKeys(true)
                .build();
        try {
            for (Node document : new Compose(settings).composeAllFromString(text)) {
                found.walk(document, "", 0);
            }
        } catch (YamlEngineException | StackOverflowError otherwiseWritten) {
            // Not logged: the message would show the file's content.
            found.places.clear();
        }
        return found;
    }

    /** The place of a value by its dotted path; empty when it is not known. */
    Optional<Place> of(String path) {
        return Optional.ofNullable(places.get(path));
    }

    private void walk(Node node, String path, int depth) {
        if (depth > DEEPEST || places.size() > MOST) {
            return;
        }
        node.getStartMark()
                .ifPresent(mark -> places.put(path, new Place(name, mark.getLine() + 1, mark.getColumn() + 1)));
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> walk(entry, path, depth));
        } else if (node instanceof SequenceNode sequence) {
            List<Node> items = sequence.getValue();
            for (int i = 0; i < items.size(); i++) {
                walk(items.get(i), path + "[" + i + "]", depth + 1);
            }
        }
    }

    private void walk(NodeTuple entry, String path, int depth) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
            String below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            walk(entry.getValueNode(), key.getValue().equals("<<") ? path : below, depth + 1);
        }
    }
}
