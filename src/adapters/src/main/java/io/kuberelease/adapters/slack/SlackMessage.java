package io.kuberelease.adapters.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in blocks, within Slack's limits.
 *
 * @param fallback the text for notifications and screen readers; mrkdwn
 * @param blocks the blocks' JSON
 */
record SlackMessage(String fallback, List<ObjectNode> blocks) {
    private static final int MOST_BLOCKS = 50;
    private static final int HEADER_LIMIT = 150;
    private static final int TEXT_LIMIT = 3000;

    SlackMessage {
        blocks = List.copyOf(blocks);
    }

    static SlackMessage saying(String fallback) {
        return new SlackMessage(SlackText.cut(fallback, TEXT_LIMIT), List.of());
    }

    SlackMessage header(String plain) {
        return with(block("header")
                .set(
                        "text",
                        text("plain_text", SlackText.cut(plain, HEADER_LIMIT)).put("emoji", true)));
    }

    SlackMessage section(String mrkdwn) {
        return mrkdwn.isBlank()
                ? this
                : with(block("section").set("text", text("mrkdwn", SlackText.cut(mrkdwn, TEXT_LIMIT))));
    }

    SlackMessage context(String mrkdwn) {
        ArrayNode elements =
                JsonNodeFactory.instance.arrayNode().add(text("mrkdwn", SlackText.cut(mrkdwn, TEXT_LIMIT)));
        return with(block("context").set("elements", elements));
    }

    /** Adds lines as a block of code; if not all fit, only the last ones. */
    SlackMessage code(List<String> lines) {
        List<String> kept = new ArrayList<>();
        int room = TEXT_LIMIT - "```\n\n```".length();
        for (int at = lines.size() - 1; at >= 0; at--) {
            String line = SlackText.cut(SlackText.lines(lines.get(at)).replace("```", "'''"), TEXT_LIMIT / 4);
            room -= line.length() + 1;
            if (room < 0) {
                break;
            }
            kept.add(0, line);
        }
        return kept.isEmpty() ? this : section("```\n" + String.join("\n", kept) + "\n```");
    }

    /** Adds buttons in one row; nothing when there are none. */
    SlackMessage buttons(List<Button> buttons) {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        buttons.forEach(button -> elements.add(button.json()));
        return buttons.isEmpty() ? this : with(block("actions").set("elements", elements));
    }

    /** The fields of a request that carries this message. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("text", fallback);
        blocks.forEach(json.withArray("blocks")::add);
        return json;
    }

    private SlackMessage with(com.fasterxml.jackson.databind.JsonNode block) {
        List<ObjectNode> more = new ArrayList<>(blocks);
        if (more.size() < MOST_BLOCKS) {
            more.add((ObjectNode) block);
        }
        return new SlackMessage(fallback, more);
    }

    private static ObjectNode block(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static ObjectNode text(String type, String text) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("text", text);
    }

    /**
     * A button that opens a page and does nothing else.
     *
     * @param id unique within its message
     * @param words its label
     * @param main whether it is highlighted, as what should be done next
     */
    record Button(String id, String words, URI page, boolean main) {

        ObjectNode json() {
            ObjectNode button = JsonNodeFactory.instance.objectNode();
            button.put("type", "button").put("action_id", id).put("url", page.toString());
            button.putObject("text").put("type", "plain_text").put("text", words);
            return main ? button.put("style", "primary") : button;
        }
    }
}
