package io.kuberelease.adapters.releasefile;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.plan.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes the reference of the release file from its JSON Schema: a chapter for each section, a row for each key. */
final class Reference {
    private static final String PROSE_DEFAULT = "Default: ";

    private final Schema schema;

    Reference(Schema schema) {
        this.schema = schema;
    }

    String text() {
        StringBuilder text = new StringBuilder("# The release file\n\n");
        text.append("<!-- Written from kube-release.schema.json by ReferenceTest; see its error for how. -->\n\n")
                .append("`kube-release.yaml`. ")
                .append(schema.root().path("description").asText())
                .append("\n\nFor completion and checks while typing, begin the file with\n")
                .append("`# yaml-language-server: $schema=kube-release.schema.json`\n")
                .append("and keep [the schema](kube-release.schema.json) beside it, or give its address.\n");
        for (Section section : Section.values()) {
            text.append(chapter(section));
        }
        return text.append(durations()).toString();
    }

    private String chapter(Section section) {
        JsonNode node = schema.section(section.path());
        String title = section.path().isEmpty() ? "First level" : "`" + named(section.path()) + "`";
        StringBuilder chapter = new StringBuilder("\n## " + title + "\n\n");
        if (!section.path().isEmpty()) {
            chapter.append(intro(section.path()))
                    .append(node.path("description").asText())
                    .append("\n\n");
        }
        chapter.append("| key | meaning | default | example |\n|---|---|---|---|\n");
        Set<String> required = new TreeSet<>();
        node.path("required").forEach(key -> required.add(key.asText()));
        for (String key : section.keys()) {
            chapter.append(row(key, node.path("properties").path(key), required.contains(key)));
        }
        return chapter.toString();
    }

    /** What is said of the names that the user chooses stands with the mapping that holds them. */
    private String intro(String path) {
        return path.endsWith(".*")
                ? schema.section(path.substring(0, path.length() - 2))
                                .path("description")
                                .asText() + "\n\n"
                : "";
    }

    private static String row(String key, JsonNode value, boolean required) {
        String meaning = value.path("description").asText();
        List<String> known = new ArrayList<>();
        value.path("enum").forEach(one -> known.add("`" + one.asText() + "`"));
        String choices = known.isEmpty() ? "" : " One of " + String.join(", ", known) + ".";
        return "| `%s` | %s | %s | %s |\n"
                .formatted(key, cell(meaning + choices), required ? "**required**" : fallback(value), example(value));
    }

    private static String fallback(JsonNode value) {
        String prose = value.path("$comment").asText();
        if (prose.startsWith(PROSE_DEFAULT)) {
            return cell(prose.substring(PROSE_DEFAULT.length()));
        }
        return value.has("default") ? "`" + yaml(value.path("default")) + "`" : "";
    }

    private static String example(JsonNode value) {
        JsonNode examples = value.path("examples");
        return examples.isEmpty() ? "" : "`" + yaml(examples.path(0)) + "`";
    }

    private static String yaml(JsonNode value) {
        List<String> parts = new ArrayList<>();
        if (value.isObject()) {
            value.properties().forEach(entry -> parts.add(entry.getKey() + ": " + yaml(entry.getValue())));
            return "{" + String.join(", ", parts) + "}";
        }
        if (value.isArray()) {
            value.forEach(item -> parts.add(yaml(item)));
            return "[" + String.join(", ", parts) + "]";
        }
        boolean plain = !value.isTextual() || value.asText().matches("[A-Za-z/][^#{}\\[\\],]*");
        return plain ? value.asText() : value.toString();
    }

    private String durations() {
        return "\n## Durations\n\n"
                + schema.root().at("/$defs/duration/description").asText() + "\n";
    }

    private static String named(String path) {
        return path.replace(".*", ".<name>");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
