package io.kuberelease.testkit.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of Block Kit for the blocks that we use; any other is refused. */
final class BlockCheck {
    private static final int MOST_BLOCKS = 50;
    private static final int HEADER = 150;
    private static final int TEXT = 3000;
    private static final int MOST_ELEMENTS = 10;
    private static final int MOST_FIELDS = 10;
    private static final int FIELD = 2000;
    private static final int MOST_ACTIONS = 25;
    private static final int BUTTON = 75;

    private final List<String> problems = new ArrayList<>();

    private BlockCheck() {}

    /** What is wrong, in Slack's words; empty when the blocks are absent or fine. */
    static List<String> problems(JsonNode blocks) {
        BlockCheck check = new BlockCheck();
        if (!blocks.isMissingNode() && !blocks.isArray()) {
            return List.of("[ERROR] must provide an array [json-pointer:/blocks]");
        }
        if (blocks.size() > MOST_BLOCKS) {
            check.problem("no more than 50 items allowed", "/blocks");
        }
        for (int at = 0; at < blocks.size(); at++) {
            check.block(blocks.get(at), "/blocks/" + at);
        }
        return check.problems;
    }

    private void block(JsonNode block, String at) {
        switch (block.path("type").asText()) {
            case "header" -> header(block, at);
            case "section" -> section(block, at);
            case "context" -> context(block, at);
            case "actions" -> actions(block, at);
            case "divider" -> only(block, Set.of("type", "block_id"), at);
            default -> problem("unsupported type: " + block.path("type").asText(), at + "/type");
        }
    }

    private void header(JsonNode block, String at) {
        only(block, Set.of("type", "text", "block_id"), at);
        text(block.path("text"), Set.of("plain_text"), HEADER, at + "/text");
    }

    private void section(JsonNode block, String at) {
        only(block, Set.of("type", "text", "fields", "accessory", "expand", "block_id"), at);
        if (!block.has("text") && !block.has("fields")) {
            problem("missing required field: text or fields", at);
        }
        if (block.has("text")) {
            text(block.path("text"), Set.of("plain_text", "mrkdwn"), TEXT, at + "/text");
        }
        if (block.path("fields").size() > MOST_FIELDS) {
            problem("no more than 10 items allowed", at + "/fields");
        }
        for (int field = 0; field < block.path("fields").size(); field++) {
            text(block.path("fields").get(field), Set.of("plain_text", "mrkdwn"), FIELD, at + "/fields/" + field);
        }
    }

    private void context(JsonNode block, String at) {
        only(block, Set.of("type", "elements", "block_id"), at);
        JsonNode elements = block.path("elements");
        if (!elements.isArray() || elements.isEmpty() || elements.size() > MOST_ELEMENTS) {
            problem("must have between 1 and 10 elements", at + "/elements");
        }
        for (int element = 0; element < elements.size(); element++) {
            text(elements.get(element), Set.of("plain_text", "mrkdwn"), TEXT, at + "/elements/" + element);
        }
    }

    private void actions(JsonNode block, String at) {
        only(block, Set.of("type", "elements", "block_id"), at);
        Set<String> ids = new HashSet<>();
        if (block.path("elements").isEmpty() || block.path("elements").size() > MOST_ACTIONS) {
            problem("must have between 1 and 25 elements", at + "/elements");
        }
        for (JsonNode button : block.path("elements")) {
            button(button, at + "/elements");
            if (!ids.add(button.path("action_id").asText())) {
                problem("action_id already exists", at + "/elements");
            }
        }
    }

    private void button(JsonNode button, String at) {
        only(
                button,
                Set.of("type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"),
                at);
        text(button.path("text"), Set.of("plain_text"), BUTTON, at + "/text");
        String url = button.path("url").asText();
        if (!button.path("type").asText().equals("button") || !url.matches("https?://\\S{1,2990}")) {
            problem("invalid url", at + "/url");
        }
        if (!Set.of("", "primary", "danger").contains(button.path("style").asText())) {
            problem("must be one of primary, danger", at + "/style");
        }
    }

    private void text(JsonNode text, Set<String> types, int limit, String at) {
        String type = text.path("type").asText();
        if (!types.contains(type)) {
            problem("must be one of " + types, at + "/type");
        }
        only(text, type.equals("mrkdwn") ? Set.of("type", "text", "verbatim") : Set.of("type", "text", "emoji"), at);
        String words = text.path("text").asText("");
        if (!text.path("text").isTextual() || words.isEmpty()) {
            problem("must be more than 0 characters", at + "/text");
        }
        if (words.length() > limit) {
            problem("must be less than " + (limit + 1) + " characters", at + "/text");
        }
    }

    private void only(JsonNode object, Set<String> known, String at) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problem("no more fields allowed: " + name, at);
            }
        });
    }

    private void problem(String what, String at) {
        problems.add("[ERROR] " + what + " [json-pointer:" + at + "]");
    }
}
