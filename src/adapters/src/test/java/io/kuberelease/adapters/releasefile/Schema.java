package io.kuberelease.adapters.releasefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.kuberelease.request.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** The published JSON Schema of the release file: looked into, and asked as an editor would ask it. */
final class Schema {
    static final Path FILE = Path.of("../../docs/kube-release.schema.json");

    private final JsonNode root;
    private final JsonSchema schema;

    private Schema(JsonNode root) {
        this.root = root;
        this.schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    }

    static Schema published() {
        try {
            return new Schema(new ObjectMapper().readTree(Files.readString(FILE)));
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(FILE + " is no JSON", wrong);
        } catch (IOException failed) {
            throw new UncheckedIOException("can't read " + FILE, failed);
        }
    }

    JsonNode root() {
        return root;
    }

    /** The schema of a section by the compiler's path of it, {@code environments.*.verify} say. */
    JsonNode section(String path) {
        JsonNode current = root;
        for (String part : path.isEmpty() ? List.<String>of() : List.of(path.split("\\.", -1))) {
            current = object(
                    part.equals("*")
                            ? current.path("additionalProperties")
                            : current.path("properties").path(part));
        }
        return current;
    }

    /** Of several accepted forms, the mapping. */
    private static JsonNode object(JsonNode value) {
        return StreamSupport.stream(value.path("oneOf").spliterator(), false)
                .filter(form -> form.path("type").asText().equals("object"))
                .findFirst()
                .orElse(value);
    }

    /** What the schema does not accept in the file. */
    List<String> complaints(String file) {
        Node node = ReleaseFile.parse(file.getBytes(StandardCharsets.UTF_8), "kube-release.yaml")
                .match(ReadResult.Read::root, unreadable -> {
                    throw new AssertionError(unreadable.problem());
                });
        return schema.validate(json(node)).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .toList();
    }

    private static JsonNode json(Node node) {
        if (node instanceof Node.Mapping mapping) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
            return object;
        }
        if (node instanceof Node.Sequence sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        Node.Scalar scalar = (Node.Scalar) node;
        return switch (scalar.type()) {
            case TEXT -> JsonNodeFactory.instance.textNode(scalar.text());
            case NUMBER -> JsonNodeFactory.instance.numberNode(new BigDecimal(scalar.text()));
            case BOOLEAN -> JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(scalar.text()));
            case NULL -> JsonNodeFactory.instance.nullNode();
        };
    }
}
