package io.kuberelease.model;

import java.util.List;

/**
 * Something seen that supports a cause: the last lines of a container, an event, a rule that was broken.
 *
 * @param title where it was seen, for example {@code pod polls-7d9c container web, last lines}
 * @param lines what was seen, oldest first
 */
public record Evidence(String title, List<String> lines) {
    public Evidence {
        lines = List.copyOf(lines);
    }
}
