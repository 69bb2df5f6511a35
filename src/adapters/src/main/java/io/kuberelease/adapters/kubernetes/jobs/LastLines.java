package io.kuberelease.adapters.kubernetes.jobs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the end of a log. */
public final class LastLines {

    private final int most;
    private final Deque<String> lines = new ArrayDeque<>();

    public LastLines(int most) {
        this.most = most;
    }

    /** A further line. */
    public synchronized void add(String line) {
        if (lines.size() == most) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /** The last ones, oldest first. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
