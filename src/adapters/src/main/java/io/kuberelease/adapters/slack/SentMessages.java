package io.kuberelease.adapters.slack;

import io.kuberelease.adapters.slack.SlackApi.Posted;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The messages that were sent. Each addition goes into the journal, so that a resumed release does not send it again.
 * Thread-safe.
 */
final class SentMessages {
    private static final String CHANNEL = "channel";
    private static final String TS = "ts";
    private static final String TOLD = "told.";

    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, String> fresh = new HashMap<>();

    /**
     * Takes over what an earlier process noted; the keys begin with the prefix.
     *
     * @return whether there is any note now
     */
    synchronized boolean recall(Map<String, String> earlier, String prefix) {
        earlier.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                notes.putIfAbsent(key.substring(prefix.length()), value);
            }
        });
        return !notes.isEmpty();
    }

    /** The release's main message; empty when it was not posted, or is forgotten. */
    synchronized Optional<Posted> message() {
        return Optional.ofNullable(notes.get(TS))
                .filter(ts -> !ts.isEmpty())
                .map(ts -> new Posted(notes.getOrDefault(CHANNEL, ""), ts));
    }

    synchronized void posted(Posted message) {
        note(CHANNEL, message.channel());
        note(TS, message.ts());
    }

    /** Forgets the main message, since it was deleted. */
    synchronized void forgetMessage() {
        note(TS, "");
    }

    synchronized boolean isTold(String key) {
        return notes.containsKey(TOLD + key);
    }

    synchronized void told(String key) {
        note(TOLD + key, "yes");
    }

    /** The notes that were added since the last call; possibly empty. */
    synchronized Map<String, String> takeFresh() {
        Map<String, String> taken = Map.copyOf(fresh);
        fresh.clear();
        return taken;
    }

    private void note(String key, String value) {
        notes.put(key, value);
        fresh.put(key, value);
    }
}
