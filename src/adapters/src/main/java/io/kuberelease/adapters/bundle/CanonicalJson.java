package io.kuberelease.adapters.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kuberelease.request.Node;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Values as JSON in one form only: keys sorted, no blanks, each number in one way; it is YAML as well. */
final class CanonicalJson {
    /** JSON takes these as they are, YAML does not; in JSON they can stand in texts alone. */
    private static final Pattern NOT_IN_YAML = Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]");

    private CanonicalJson() {}

    static String of(Node value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            write(value, json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not refuse to be written", impossible);
        }
        return NOT_IN_YAML.matcher(text.toString()).replaceAll(found -> "\\\\u%04x"
                .formatted((int) found.group().charAt(0)));
    }

    private static void write(Node value, JsonGenerator json) throws IOException {
        if (value instanceof Node.Mapping mapping) {
            writeMapping(mapping, json);
        } else if (value instanceof Node.Sequence sequence) {
            json.writeStartArray();
            for (Node item : sequence.items()) {
                write(item, json);
            }
            json.writeEndArray();
        } else if (value instanceof Node.Scalar scalar) {
            writeScalar(scalar, json);
        }
    }

    private static void writeMapping(Node.Mapping mapping, JsonGenerator json) throws IOException {
        List<Node.Entry> sorted = mapping.entries().stream()
                .sorted(Comparator.comparing(Node.Entry::key))
                .toList();
        json.writeStartObject();
        for (Node.Entry entry : sorted) {
            json.writeFieldName(entry.key());
            write(entry.value(), json);
        }
        json.writeEndObject();
    }

    private static void writeScalar(Node.Scalar scalar, JsonGenerator json) throws IOException {
        switch (scalar.type()) {
            case TEXT -> json.writeString(scalar.text());
            case NUMBER -> json.writeNumber(scalar.text());
            case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(scalar.text()));
            case NULL -> json.writeNull();
        }
    }
}
