package io.kuberelease.adapters.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

/** The part of Slack's Web API that we need. Methods block for two seconds at most. */
final class SlackApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final Secret token;
    private final SlackTransport transport;

    /**
     * A posted message, as Slack identifies it.
     *
     * @param channel the channel's id
     * @param ts the message's id in it
     */
    record Posted(String channel, String ts) {}

    /**
     * @param base ends with a slash, usually {@code https://slack.com/api/}
     * @param token a bot's token with the scope {@code chat:write}
     */
    SlackApi(URI base, Secret token, SlackTransport transport) {
        this.base = base;
        this.token = token;
        this.transport = transport;
    }

    Posted post(String channel, SlackMessage message) throws InterruptedException {
        return post(channel, quiet(message));
    }

    /** Posts a message into the thread of another. */
    Posted reply(Posted to, SlackMessage message, boolean broadcast) throws InterruptedException {
        ObjectNode json = quiet(message).put("thread_ts", to.ts());
        return post(to.channel(), broadcast ? json.put("reply_broadcast", true) : json);
    }

    /** Replaces a message that was posted. */
    void update(Posted which, SlackMessage message) throws InterruptedException {
        ObjectNode json = message.json().put("channel", which.channel()).put("ts", which.ts());
        JsonNode unused = call("chat.update", json, which.channel());
    }

    private Posted post(String channel, ObjectNode json) throws InterruptedException {
        JsonNode answer = call("chat.postMessage", json.put("channel", channel), channel);
        return new Posted(answer.path("channel").asText(), answer.path("ts").asText());
    }

    /** Without previews: Slack must not fetch addresses that occur in logs. */
    private static ObjectNode quiet(SlackMessage message) {
        return message.json().put("unfurl_links", false).put("unfurl_media", false);
    }

    private JsonNode call(String method, ObjectNode json, String channel) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(method)).header("Authorization", "Bearer " + token.reveal());
        String what = "telling Slack channel " + channel + " (" + method + ")";
        JsonNode answer = parse(transport.send(request, json.toString(), what).text(), what);
        if (!answer.path("ok").asBoolean()) {
            throw refused(answer, what, channel);
        }
        return answer;
    }

    private static JsonNode parse(String body, String what) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, what + " failed: the answer is not Slack's; a proxy may be between")
                            .suggesting("check the network's way to slack.com"),
                    Duration.ZERO);
        }
    }

    private static RuntimeException refused(JsonNode answer, String what, String channel) {
        String error = answer.path("error").asText("unknown_error");
        if (error.equals("ratelimited")) {
            return new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "Slack asks for a pause before " + what), Duration.ofSeconds(1));
        }
        return new Refusal(
                error, what + " failed: " + error + SlackErrors.details(answer), SlackErrors.advice(error, channel));
    }

    /** Slack understood a request and refused it: the same request would be refused again. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String error;

        /**
         * @param error Slack's code, for example {@code channel_not_found}
         */
        Refusal(String error, String what, String advice) {
            super(what + "; perhaps you should " + advice);
            this.error = error;
        }

        /** Whether the message can't be edited or replied to any more. */
        boolean isAboutMissingMessage() {
            return error.equals("message_not_found")
                    || error.equals("cant_update_message")
                    || error.equals("edit_window_closed")
                    || error.equals("thread_not_found");
        }
    }
}
