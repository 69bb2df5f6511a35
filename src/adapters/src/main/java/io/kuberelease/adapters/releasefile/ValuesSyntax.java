package io.kuberelease.adapters.releasefile;

import io.kuberelease.request.Place;
import io.kuberelease.request.SourceTree.Fault;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Looks whether a file is YAML of the form that Helm takes for values: a mapping, or nothing. As Helm, it looks at the
 * first document alone, and a key may occur twice.
 */
final class ValuesSyntax {
    private ValuesSyntax() {}

    static Optional<Fault> fault(String file, String text) {
        try {
            Iterator<Event> events = new Parse(
                            LoadSettings.builder().setLabel(file).build())
                    .parseString(text)
                    .iterator();
            events.next();
            if (events.next().getEventId() == Event.ID.StreamEnd) {
                return Optional.empty();
            }
            Event root = events.next();
            Optional<Fault> wrong = root(file, root);
            Set<Anchor> known = new HashSet<>();
            for (Event next = root; next.getEventId() != Event.ID.DocumentEnd; next = events.next()) {
                if (next instanceof AliasEvent alias && !known.contains(alias.getAlias())) {
                    wrong = wrong.or(() -> Optional.of(unknown(file, alias)));
                } else if (next instanceof NodeEvent node) {
                    node.getAnchor().ifPresent(known::add);
                }
            }
            return wrong.or(() -> encrypted(file, text));
        } catch (YamlEngineException broken) {
            var problem = SyntaxErrors.of(broken, file, text).problem();
            return Optional.of(new Fault(problem.place(), problem.reason(), problem.fix()));
        }
    }

    /** What SOPS has encrypted is good YAML, and Helm would hand its texts to the chart as they are. */
    private static Optional<Fault> encrypted(String file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .build();
        Iterator<Node> documents =
                new Compose(settings).composeAllFromString(text).iterator();
        return (documents.hasNext() ? tuple(documents.next(), "sops") : Optional.<NodeTuple>empty())
                .filter(sops -> tuple(sops.getValueNode(), "mac").isPresent())
                .map(sops -> new Fault(
                        sops.getKeyNode()
                                .getStartMark()
                                .map(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1))
                                .orElse(new Place(file, 1, 1)),
                        "is encrypted with SOPS, which Helm doesn't decrypt: the chart would get the encrypted texts",
                        "keep secrets out of values: name the file under environments.<name>.secrets, as"
                                + " APP_PASSWORD: {sops: " + file + ", key: a.b}, and have the chart use that Secret"));
    }

    private static Optional<NodeTuple> tuple(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode name
                                && name.getValue().equals(key))
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<Fault> root(String file, Event root) {
        boolean nothing =
                root instanceof ScalarEvent scalar && (scalar.getValue().isEmpty() || isNull(scalar.getValue()));
        if (root.getEventId() == Event.ID.MappingStart || nothing) {
            return Optional.empty();
        }
        return Optional.of(new Fault(
                place(file, root),
                root.getEventId() == Event.ID.SequenceStart
                        ? "is a list, and values are a mapping"
                        : "is a single value, and values are a mapping",
                "write keys with values, as in the chart's values.yaml"));
    }

    private static Fault unknown(String file, AliasEvent alias) {
        return new Fault(
                place(file, alias),
                "refers to *" + alias.getAlias() + ", and no &" + alias.getAlias() + " is above",
                "set that anchor, or put the text in quotes");
    }

    private static Place place(String file, Event event) {
        return event.getStartMark()
                .map(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(new Place(file, 1, 1));
    }

    private static boolean isNull(String text) {
        return text.equals("~") || text.equalsIgnoreCase("null");
    }
}
