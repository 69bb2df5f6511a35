package io.kuberelease.testkit.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The channels and their messages. */
final class Workspace {
    private static final long FIRST_SECOND = 1_700_000_000L;

    private final List<String> channels;
    private final List<PostedMessage> messages = new ArrayList<>();
    private int count;

    Workspace(List<String> channels) {
        this.channels = channels;
    }

    /** The id of a channel that is given by name, by name with {@code #}, or by id. */
    Optional<String> channel(String name) {
        String bare = name.startsWith("#") ? name.substring(1) : name;
        return channels.stream()
                .filter(known -> known.equals(bare) || id(known).equals(bare))
                .map(Workspace::id)
                .findFirst();
    }

    /** The id of a channel that is given by id; a name is not accepted. */
    Optional<String> channelById(String id) {
        return channels.stream().map(Workspace::id).filter(id::equals).findFirst();
    }

    String firstChannel() {
        return id(channels.get(0));
    }

    private static String id(String name) {
        return "C" + String.format(Locale.ROOT, "%010d", Integer.toUnsignedLong(name.hashCode()));
    }

    synchronized PostedMessage post(String channel, JsonNode content) {
        count++;
        PostedMessage message = new PostedMessage(
                channel,
                String.format(Locale.ROOT, "%d.%06d", FIRST_SECOND + count, count),
                Optional.ofNullable(content.get("thread_ts")).map(JsonNode::asText),
                content.path("reply_broadcast").asBoolean(),
                content.path("text").asText(),
                content,
                0);
        messages.add(message);
        return message;
    }

    synchronized Optional<PostedMessage> find(String channel, String ts) {
        return messages.stream()
                .filter(message ->
                        message.channel().equals(channel) && message.ts().equals(ts))
                .findFirst();
    }

    synchronized void edit(PostedMessage before, JsonNode content) {
        messages.replaceAll(message -> !message.ts().equals(before.ts())
                ? message
                : new PostedMessage(
                        message.channel(),
                        message.ts(),
                        message.thread(),
                        message.broadcast(),
                        content.path("text").asText(),
                        content,
                        message.edits() + 1));
    }

    synchronized void delete(String ts) {
        messages.removeIf(message -> message.ts().equals(ts));
    }

    synchronized List<PostedMessage> messages() {
        return List.copyOf(messages);
    }
}
