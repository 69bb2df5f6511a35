package io.kuberelease.adapters.slack;

import com.fasterxml.jackson.databind.JsonNode;

/** The advice for each of Slack's error codes. */
final class SlackErrors {
    private SlackErrors() {}

    /** The advice, as the end of a sentence that begins with "perhaps you should". */
    static String advice(String error, String channel) {
        return switch (error) {
            case "not_authed", "invalid_auth", "token_revoked", "token_expired", "account_inactive" ->
                "put a valid bot" + " token (it begins with xoxb-) into SLACK_BOT_TOKEN";
            case "not_allowed_token_type" -> "use a bot token: it begins with xoxb-";
            case "channel_not_found" -> "check notify.slack.channel, and invite the bot if " + channel + " is private";
            case "not_in_channel" -> "invite the bot to " + channel + ": /invite @its-name";
            case "is_archived", "channel_is_archived" -> "name a channel that is not archived in notify.slack.channel";
            case "missing_scope" -> "give the Slack app the scope chat:write and install it again";
            case "restricted_action", "action_prohibited" -> "ask an administrator of Slack to let the app post there";
            case "no_service", "invalid_token", "no_active_hooks" ->
                "make a new incoming webhook and put it into" + " SLACK_WEBHOOK_URL";
            case "invalid_blocks", "invalid_payload", "msg_too_long", "no_text" ->
                "report this as a fault of kube-release";
            default -> "look for " + error + " at docs.slack.dev";
        };
    }

    /** The answer's details on its error, to follow the code; empty when there are none. */
    static String details(JsonNode answer) {
        StringBuilder details = new StringBuilder();
        if (answer.hasNonNull("needed")) {
            details.append(" (needed: ")
                    .append(SlackText.plain(answer.path("needed").asText()))
                    .append(')');
        }
        answer.path("response_metadata").path("messages").forEach(message -> details.append(", ")
                .append(SlackText.plain(message.asText())));
        return details.toString();
    }
}
