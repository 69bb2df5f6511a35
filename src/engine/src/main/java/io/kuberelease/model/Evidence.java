package io.kuberelease.model;

import java.util.List;

/**
 * Something seen that supports a cause: the last lines of a container, an event, a rule that was broken.
 *
 * @param title where it was seen, for example {@code pod polls-7d9c container web, last lines}
 * @param lines what was seen, oldest first
 * @param background whether the cause does not rest on it, and it is of use to somebody who looks further
 */
public record Evidence(String title, List<String> lines, boolean background) {
    public Evidence {
        lines = List.copyOf(lines);
    }

    /** Evidence that the cause rests on. */
    public Evidence(String title, List<String> lines) {
        this(title, lines, false);
    }
}
