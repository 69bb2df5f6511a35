package io.kuberelease.testkit.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** An incoming webhook: plain text answers, and HTTP statuses that mean something. */
final class WebhookCheck {
    private final Workspace workspace;

    WebhookCheck(Workspace workspace) {
        this.workspace = workspace;
    }

    Answer answer(boolean known, Optional<JsonNode> json) {
        if (!known) {
            return Answer.text(404, "no_service");
        }
        if (json.isEmpty()) {
            return Answer.text(400, "invalid_payload");
        }
        if (json.get().path("text").asText("").isEmpty()
                && json.get().path("blocks").isEmpty()) {
            return Answer.text(400, "no_text");
        }
        if (!BlockCheck.problems(json.get().path("blocks")).isEmpty()) {
            return Answer.text(400, "invalid_blocks");
        }
        PostedMessage unused = workspace.post(workspace.firstChannel(), json.get());
        return Answer.text(200, "ok");
    }
}
