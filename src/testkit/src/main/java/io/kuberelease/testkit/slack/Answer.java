package io.kuberelease.testkit.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** An HTTP answer of Slack. */
record Answer(int status, String contentType, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json; charset=utf-8";

    static Answer ok(ObjectNode fields) {
        return new Answer(
                200, JSON_TYPE, object().put("ok", true).setAll(fields).toString());
    }

    /** A refusal by the Web API, which has the HTTP status 200. */
    static Answer error(String name) {
        return new Answer(
                200, JSON_TYPE, object().put("ok", false).put("error", name).toString());
    }

    static Answer invalidBlocks(List<String> problems) {
        ObjectNode json = object().put("ok", false).put("error", "invalid_blocks");
        problems.forEach(json.putObject("response_metadata").withArray("messages")::add);
        return new Answer(200, JSON_TYPE, json.toString());
    }

    static Answer limited() {
        return new Answer(
                429,
                JSON_TYPE,
                object().put("ok", false).put("error", "ratelimited").toString());
    }

    /** Webhooks answer in plain text. */
    static Answer text(int status, String body) {
        return new Answer(status, "text/html", body);
    }

    static Optional<JsonNode> parse(String body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
