package io.kuberelease.adapters.releasefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.request.Node;
import java.util.stream.Collectors;

/** Writes a release file that was put together from several places as one text, which parses to the same content. */
public final class ReleaseFileText {
    private final ObjectMapper json = new ObjectMapper();

    /** The content in YAML's flow form, on one line; places are lost. */
    public String of(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return mapping.entries().stream()
                    .map(entry -> quoted(entry.key()) + ": " + of(entry.value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (node instanceof Node.Sequence sequence) {
            return sequence.items().stream().map(this::of).collect(Collectors.joining(", ", "[", "]"));
        }
        Node.Scalar scalar = (Node.Scalar) node;
        return switch (scalar.type()) {
            case TEXT -> quoted(scalar.text());
            case NULL -> "null";
            case NUMBER, BOOLEAN -> scalar.text();
        };
    }

    private String quoted(String text) {
        try {
            return json.writeValueAsString(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every text has a JSON form", impossible);
        }
    }
}
