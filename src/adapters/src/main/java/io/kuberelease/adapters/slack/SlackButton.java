package io.kuberelease.adapters.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/**
 * A button that opens a page and does nothing else.
 *
 * @param id unique within its message
 * @param words its label
 * @param main whether it is highlighted, as what should be done next
 */
record SlackButton(String id, String words, URI page, boolean main) {

    ObjectNode json() {
        ObjectNode button = JsonNodeFactory.instance.objectNode();
        button.put("type", "button").put("action_id", id).put("url", page.toString());
        button.putObject("text").put("type", "plain_text").put("text", words);
        return main ? button.put("style", "primary") : button;
    }
}
