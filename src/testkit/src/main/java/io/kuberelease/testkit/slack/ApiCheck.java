package io.kuberelease.testkit.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The Web API's methods, with its checks in its order. */
final class ApiCheck {
    private static final int LONGEST_TEXT = 40_000;

    private final Workspace workspace;
    private final Headers headers;

    ApiCheck(Workspace workspace, Headers headers) {
        this.workspace = workspace;
        this.headers = headers;
    }

    Answer answer(String path, Optional<JsonNode> json) {
        if (!path.equals("/api/chat.postMessage") && !path.equals("/api/chat.update")) {
            return Answer.error("unknown_method");
        }
        String type =
                Optional.ofNullable(headers.getFirst("Content-Type")).orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            return Answer.error("invalid_post_type");
        }
        Optional<String> refused = access();
        if (refused.isPresent()) {
            return Answer.error(refused.get());
        }
        if (json.isEmpty()) {
            return Answer.error("invalid_json");
        }
        boolean charset = type.replace(" ", "").contains("charset=utf-8");
        return path.endsWith("postMessage") ? post(json.get(), charset) : update(json.get(), charset);
    }

    private Optional<String> access() {
        String authorization =
                Optional.ofNullable(headers.getFirst("Authorization")).orElse("");
        if (!authorization.startsWith("Bearer ")) {
            return Optional.of("not_authed");
        }
        return authorization.equals("Bearer " + StrictSlack.TOKEN) ? Optional.empty() : Optional.of("invalid_auth");
    }

    private Answer post(JsonNode json, boolean charset) {
        Optional<String> channel = workspace.channel(json.path("channel").asText());
        if (channel.isEmpty()) {
            return Answer.error("channel_not_found");
        }
        Optional<String> thread = Optional.ofNullable(json.get("thread_ts")).map(JsonNode::asText);
        if (thread.isPresent() && workspace.find(channel.get(), thread.get()).isEmpty()) {
            return Answer.error("thread_not_found");
        }
        return content(json).orElseGet(() -> done(workspace.post(channel.get(), json), charset));
    }

    private Answer update(JsonNode json, boolean charset) {
        Optional<String> channel = workspace.channelById(json.path("channel").asText());
        if (channel.isEmpty()) {
            return Answer.error("channel_not_found");
        }
        Optional<PostedMessage> message =
                workspace.find(channel.get(), json.path("ts").asText());
        if (message.isEmpty()) {
            return Answer.error("message_not_found");
        }
        return content(json).orElseGet(() -> {
            workspace.edit(message.get(), json);
            return done(message.get(), charset);
        });
    }

    private static Optional<Answer> content(JsonNode json) {
        String text = json.path("text").asText("");
        if (text.isEmpty() && json.path("blocks").isEmpty()) {
            return Optional.of(Answer.error("no_text"));
        }
        if (text.length() > LONGEST_TEXT) {
            return Optional.of(Answer.error("msg_too_long"));
        }
        List<String> problems = BlockCheck.problems(json.path("blocks"));
        return problems.isEmpty() ? Optional.empty() : Optional.of(Answer.invalidBlocks(problems));
    }

    private static Answer done(PostedMessage message, boolean charset) {
        ObjectNode fields = Answer.object().put("channel", message.channel()).put("ts", message.ts());
        return Answer.ok(charset ? fields : fields.put("warning", "missing_charset"));
    }
}
