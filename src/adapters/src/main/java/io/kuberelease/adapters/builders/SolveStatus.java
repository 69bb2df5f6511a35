package io.kuberelease.adapters.builders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/** Follows a build by BuildKit's {@code rawjson} progress: its steps, their output, and the step that failed. */
final class SolveStatus {
    /** A step of the Dockerfile; BuildKit's own steps are named "[internal]". */
    private static final Pattern STEP = Pattern.compile("\\[[^\\]]*\\b\\d+/\\d+\\] .*");

    private static final int KEPT = 30;

    private final ObjectMapper json = new ObjectMapper();
    private final BuildLog log;
    private final Transfers transfers = new Transfers();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Deque<String>> tails = new HashMap<>();
    private final Map<String, String> unfinished = new HashMap<>();
    private final Set<String> announced = new HashSet<>();
    private final Set<String> steps = new HashSet<>();
    private final Set<String> cached = new HashSet<>();
    private final StringBuilder other = new StringBuilder();
    private Optional<String> failedVertex = Optional.empty();
    private Optional<String> error = Optional.empty();

    SolveStatus(BuildLog log) {
        this.log = log;
    }

    /** Takes a line of the program's output: a JSON status or plain text. */
    void line(String text) {
        if (!text.startsWith("{")) {
            words(text);
            return;
        }
        try {
            JsonNode status = json.readTree(text);
            status.path("vertexes").forEach(this::vertex);
            status.path("logs").forEach(this::print);
            status.path("statuses")
                    .forEach(transfer -> transfers.after(transfer).ifPresent(log::note));
            log.counted(steps.size(), cached.size());
        } catch (IOException notJson) {
            words(text);
        }
    }

    private void words(String text) {
        if (!text.isBlank()) {
            other.append(text.strip()).append('\n');
        }
    }

    private void vertex(JsonNode vertex) {
        String digest = vertex.path("digest").asText();
        String name = vertex.path("name").asText();
        names.put(digest, name);
        boolean isStep = STEP.matcher(name).matches();
        // FROM does not count: nothing is done for it, and it is never reported as cached.
        boolean counts = isStep && !name.contains("] FROM ");
        if (counts) {
            steps.add(digest);
        }
        if (counts && vertex.path("cached").asBoolean(false)) {
            cached.add(digest);
        }
        if (isStep && vertex.hasNonNull("started") && announced.add(digest)) {
            log.step(name + (cached.contains(digest) ? "  (cached)" : ""));
        }
        String problem = vertex.path("error").asText("");
        // A step that was cancelled because another failed is not the cause.
        if (!problem.isEmpty() && !problem.contains("context canceled")) {
            failedVertex = Optional.of(digest);
            error = Optional.of(problem);
        }
    }

    private void print(JsonNode entry) {
        String digest = entry.path("vertex").asText();
        String data = new String(Base64.getDecoder().decode(entry.path("data").asText()), StandardCharsets.UTF_8);
        String text = unfinished.getOrDefault(digest, "") + data;
        int end = text.lastIndexOf('\n') + 1;
        unfinished.put(digest, text.substring(end));
        text.substring(0, end).lines().forEach(line -> say(digest, line));
    }

    private void say(String digest, String line) {
        log.line(line);
        Deque<String> tail = tails.computeIfAbsent(digest, key -> new ArrayDeque<>());
        tail.addLast(line);
        if (tail.size() > KEPT) {
            tail.removeFirst();
        }
    }

    /** Logs last lines without a line end, after the program has ended. */
    void end() {
        unfinished.forEach((digest, rest) -> {
            if (!rest.isEmpty()) {
                say(digest, rest);
            }
        });
        unfinished.clear();
        log.end();
    }

    Optional<String> failedStep() {
        return failedVertex.map(digest -> log.masked(names.getOrDefault(digest, digest)));
    }

    /** The failed step's message, else the program's last line of plain text; masked. */
    String message() {
        return log.masked(error.orElseGet(
                () -> other.toString().lines().reduce((first, second) -> second).orElse("it gave no reason")));
    }

    List<String> lastLines() {
        return log.masked(failedVertex
                .map(digest -> List.copyOf(tails.getOrDefault(digest, new ArrayDeque<>())))
                .orElseGet(() -> other.toString().lines().toList()));
    }

    /** Describes a build's transfers: how much of the base images is fetched, and what is being pushed. */
    private static final class Transfers {
        private static final long MEGABYTE = 1_000_000;

        private final Map<String, Part> parts = new HashMap<>();
        private String told = "";

        private record Part(long current, long total) {}

        /** The note after a status of BuildKit; empty when there is nothing new. */
        Optional<String> after(JsonNode status) {
            String id = status.path("id").asText();
            long total = status.path("total").asLong();
            if (id.startsWith("pushing") && !status.hasNonNull("completed")) {
                return fresh(id);
            }
            if (id.startsWith("sha256:") && total > 0) {
                parts.put(id, new Part(status.path("current").asLong(), total));
                return fresh(
                        "fetching base images: " + megabytes(Part::current) + " of " + megabytes(Part::total) + " MB");
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
}
