package io.kuberelease.adapters.releasefile;

import io.kuberelease.request.Place;
import io.kuberelease.request.SourceTree.Fault;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

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
            return wrong;
        } catch (YamlEngineException broken) {
            var problem = SyntaxErrors.of(broken, file, text).problem();
            return Optional.of(new Fault(problem.place(), problem.reason(), problem.fix()));
        }
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
