package io.kuberelease.adapters.releasefile;

import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Builds nodes from the parser's events rather than from its object tree, so that keys written twice survive, a number
 * keeps its text, and an alias can neither contain itself nor grow without bounds.
 */
final class YamlReader {
    private static final int DEEPEST = 30;
    private static final int MOST_NODES = 20_000;

    private final String name;
    private final LoadSettings settings;
    private final ScalarTypes types;
    private final Map<Anchor, Node> anchors = new HashMap<>();
    private int nodes;

    YamlReader(String name) {
        this.name = name;
        this.settings = LoadSettings.builder().setLabel(name).build();
        this.types = new ScalarTypes();
    }

    /** Parses the text, which must hold exactly one document. */
    Node read(String text) throws SyntaxException {
        try {
            return document(new Parse(settings).parseString(text).iterator());
        } catch (YamlEngineException refused) {
            throw SyntaxErrors.of(refused, name, text);
        }
    }

    private Node document(Iterator<Event> events) throws SyntaxException {
        events.next();
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            throw new SyntaxException(new Place(name, 1, 1), "is empty", "run kube-release init, which writes one");
        }
        Node root = node(events.next(), events, 0);
        events.next();
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw new SyntaxException(place(after), "holds a second document", "keep one, without a further ---");
        }
        return root;
    }

    private Node node(Event event, Iterator<Event> events, int depth) throws SyntaxException {
        Place place = place(event);
        if (depth > DEEPEST) {
            throw new SyntaxException(place, "is nested deeper than " + DEEPEST + " levels", "make it flatter");
        }
        count(place, 1);
        if (event instanceof AliasEvent alias) {
            return aliased(alias, place);
        }
        Node node = fresh(event, events, depth, place);
        if (event instanceof NodeEvent named) {
            named.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        }
        return node;
    }

    private Node fresh(Event event, Iterator<Event> events, int depth, Place place) throws SyntaxException {
        if (event instanceof ScalarEvent scalar) {
            return new Node.Scalar(place, scalar.getValue(), types.of(scalar, place));
        }
        if (event instanceof CollectionStartEvent start) {
            ScalarTypes.refuseTag(start.getTag(), place);
        }
        return event.getEventId() == Event.ID.SequenceStart
                ? sequence(events, depth, place)
                : mapping(events, depth, place);
    }

    private Node sequence(Iterator<Event> events, int depth, Place place) throws SyntaxException {
        List<Node> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, events, depth + 1));
        }
        return new Node.Sequence(place, items);
    }

    private Node mapping(Iterator<Event> events, int depth, Place place) throws SyntaxException {
        List<Node.Entry> entries = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Place keyPlace = place(event);
            if (!(node(event, events, depth + 1) instanceof Node.Scalar key)) {
                throw new SyntaxException(keyPlace, "has a list or a mapping as a key", "use a text as the key");
            }
            if (key.text().equals("<<")) {
                throw new SyntaxException(keyPlace, "has a merge key, which YAML 1.2 does not know", "repeat the keys");
            }
            entries.add(new Node.Entry(keyPlace, key.text(), node(events.next(), events, depth + 1)));
        }
        return new Node.Mapping(place, entries);
    }

    private Node aliased(AliasEvent alias, Place place) throws SyntaxException {
        Anchor anchor = alias.getAlias();
        Node node = anchors.get(anchor);
        if (node == null) {
            throw new SyntaxException(
                    place, "refers to &" + anchor + ", which is not complete before it", "define it before its use");
        }
        count(place, size(node));
        return node;
    }

    private void count(Place place, int more) throws SyntaxException {
        nodes += more;
        if (nodes > MOST_NODES) {
            throw new SyntaxException(
                    place, "has more than " + MOST_NODES + " values, aliases counted", "use fewer aliases");
        }
    }

    /** The number of values in a node; no node counted so far has more than {@link #MOST_NODES}. */
    private static int size(Node node) {
        if (node instanceof Node.Sequence sequence) {
            return 1 + sequence.items().stream().mapToInt(YamlReader::size).sum();
        }
        if (node instanceof Node.Mapping mapping) {
            return 1
                    + mapping.entries().stream()
                            .mapToInt(entry -> 1 + size(entry.value()))
                            .sum();
        }
        return 1;
    }

    private Place place(Event event) {
        return event.getStartMark()
                .map(mark -> new Place(name, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(new Place(name, 0, 0));
    }

    /** Finds the type of a scalar by the core schema of YAML 1.2, in which {@code no} is a text. */
    private static final class ScalarTypes {
        private final ScalarResolver resolver = new CoreSchema().getScalarResolver();

        Node.Type of(ScalarEvent scalar, Place place) throws SyntaxException {
            refuseTag(scalar.getTag(), place);
            Tag tag = scalar.getTag()
                    .filter(written -> !written.equals("!"))
                    .map(Tag::new)
                    .orElseGet(() -> resolver.resolve(
                            scalar.getValue(),
                            scalar.isPlain() && scalar.getTag().isEmpty()));
            if (tag.equals(Tag.NULL)) {
                return Node.Type.NULL;
            }
            if (tag.equals(Tag.BOOL)) {
                return Node.Type.BOOLEAN;
            }
            return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Node.Type.NUMBER : Node.Type.TEXT;
        }

        static void refuseTag(Optional<String> tag, Place place) throws SyntaxException {
            boolean usual = tag.isEmpty()
                    || tag.get().equals("!")
                    || tag.get().matches("tag:yaml\\.org,2002:(str|int|float|bool|null|seq|map)");
            if (!usual) {
                throw new SyntaxException(
                        place, "has the type " + tag.get() + ", which has no meaning here", "remove it");
            }
        }
    }
}
