package io.kuberelease.adapters.builders;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What a build carries over the network, in words: how much of the base images has come, and that it pushes. */
final class Transfers {
    private static final long MEGABYTE = 1_000_000;

    private final Map<String, Part> parts = new HashMap<>();
    private String told = "";

    private record Part(long current, long total) {}

    /** What to say after one of BuildKit's statuses; empty when it is nothing new. */
    Optional<String> after(JsonNode status) {
        String id = status.path("id").asText();
        long total = status.path("total").asLong();
        if (id.startsWith("pushing") && !status.hasNonNull("completed")) {
            return fresh(id);
        }
        if (id.startsWith("sha256:") && total > 0) {
            parts.put(id, new Part(status.path("current").asLong(), total));
            return fresh("fetching base images: " + megabytes(Part::current) + " of " + megabytes(Part::total) + " MB");
        }
        return Optional.empty();
    }

    private long megabytes(ToLongFunction<Part> amount) {
        return parts.values().stream().mapToLong(amount).sum() / MEGABYTE;
    }

    private Optional<String> fresh(String words) {
        if (words.equals(told)) {
            return Optional.empty();
        }
        told = words;
        return Optional.of(words);
    }
}
