package io.kuberelease.adapters.kubernetes.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the last lines of a log. Thread-safe. */
public final class LastLines {

    private final int most;
    private final Deque<String> lines = new ArrayDeque<>();

    public LastLines(int most) {
        this.most = most;
    }

    /** Adds a line, and drops the oldest one if there are too many. */
    public synchronized void add(String line) {
        if (lines.size() == most) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /** A copy of the kept lines, oldest first. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
