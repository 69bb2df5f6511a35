package io.kuberelease.adapters.releasefile;

import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Tells what a scalar looks like by the core schema of YAML 1.2, in which {@code no} is a text. */
final class ScalarTypes {
    private final ScalarResolver resolver = new CoreSchema().getScalarResolver();

    Node.Type of(ScalarEvent scalar, Place place) throws SyntaxException {
        refuseTag(scalar.getTag(), place);
        Tag tag = scalar.getTag()
                .filter(written -> !written.equals("!"))
                .map(Tag::new)
                .orElseGet(() -> resolver.resolve(
                        scalar.getValue(), scalar.isPlain() && scalar.getTag().isEmpty()));
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
            throw new SyntaxException(place, "has the type " + tag.get() + ", which has no meaning here", "remove it");
        }
    }
}
