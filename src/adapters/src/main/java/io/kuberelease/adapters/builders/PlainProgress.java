package io.kuberelease.adapters.builders;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows a build by BuildKit's {@code plain} progress, the only one that docker's own client has for programs.
 * Thread-safe.
 */
final class PlainProgress {
    private static final Pattern LINE = Pattern.compile("#(\\d+) (.*)");
    private static final Pattern STEP = Pattern.compile("\\[[^\\]]*\\b\\d+/\\d+\\] .*");
    private static final Pattern OUTPUT = Pattern.compile("\\d+\\.\\d+ (.*)");
    private static final int KEPT = 30;

    private final BuildLog log;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Deque<String>> tails = new HashMap<>();
    private final Set<String> steps = new HashSet<>();
    private final Set<String> cached = new HashSet<>();
    private final Deque<String> other = new ArrayDeque<>();
    private Optional<String> failed = Optional.empty();
    private Optional<String> error = Optional.empty();

    PlainProgress(BuildLog log) {
        this.log = log;
    }

    /** Takes a line of docker's standard error. */
    synchronized void line(String text) {
        Matcher parts = LINE.matcher(text);
        if (parts.matches()) {
            vertex(parts.group(1), parts.group(2));
        } else if (!text.isBlank() && !text.startsWith("---") && !text.startsWith(" > ")) {
            keep(other, text.strip());
        }
        log.counted(steps.size(), cached.size());
    }

    private void vertex(String number, String text) {
        if (STEP.matcher(text).matches() && !names.containsKey(number)) {
            names.put(number, text);
            // FROM does not count: nothing is done for it, and it is never reported as cached.
            if (!text.contains("] FROM ")) {
                steps.add(number);
            }
            log.step(text);
        } else if (text.equals("CACHED") && steps.contains(number)) {
            cached.add(number);
        } else if (text.startsWith("ERROR: ") && !text.contains("context canceled")) {
            failed = Optional.of(number);
            error = Optional.of(text.substring("ERROR: ".length()));
        } else {
            Matcher output = OUTPUT.matcher(text);
            if (output.matches() && steps.contains(number)) {
                log.line(output.group(1));
                keep(tails.computeIfAbsent(number, key -> new ArrayDeque<>()), output.group(1));
            }
        }
    }

    private static void keep(Deque<String> lines, String line) {
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    synchronized Optional<String> failedStep() {
        return failed.map(names::get).map(log::masked);
    }

    /** The failed step's message, else the last other line; masked. */
    synchronized String message() {
        return log.masked(error.or(() -> Optional.ofNullable(other.peekLast())).orElse("it gave no reason"));
    }

    synchronized List<String> lastLines() {
        Deque<String> lines = failed.map(number -> tails.getOrDefault(number, new ArrayDeque<>()))
                .orElse(other);
        return lines.stream().map(log::masked).toList();
    }
}
