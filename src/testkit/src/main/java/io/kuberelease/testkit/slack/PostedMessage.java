package io.kuberelease.testkit.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A message as it is in a channel now.
 *
 * @param channel the channel's id
 * @param ts the message's id
 * @param thread the id of the message whose thread it is in
 * @param broadcast whether it is shown in the channel as well as in the thread
 * @param text the fallback text
 * @param content the whole request that made it what it is now
 * @param edits how often it was edited
 */
public record PostedMessage(
        String channel,
        String ts,
        Optional<String> thread,
        boolean broadcast,
        String text,
        JsonNode content,
        int edits) {}
