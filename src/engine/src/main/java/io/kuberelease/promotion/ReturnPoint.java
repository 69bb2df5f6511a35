package io.kuberelease.promotion;

import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.ImageReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds the last good bundle before the present one. Going back to a bundle drops those that came after it: going back
 * twice leads further back, and not to what was just left.
 */
final class ReturnPoint {
    private ReturnPoint() {}

    /**
     * The record of the bundle to go back to.
     *
     * @param history the newest record first
     */
    static Optional<EnvironmentRecord> in(List<EnvironmentRecord> history) {
        if (history.isEmpty()) {
            return Optional.empty();
        }
        ImageReference present = history.get(0).bundle();
        Deque<EnvironmentRecord> row = row(history);
        while (!row.isEmpty() && row.peek().bundle().equals(present)) {
            row.pop();
        }
        return Optional.ofNullable(row.peek());
    }

    /** The good bundles in the order in which they followed each other, the last one on top. */
    private static Deque<EnvironmentRecord> row(List<EnvironmentRecord> history) {
        List<EnvironmentRecord> oldestFirst = new ArrayList<>(history);
        Collections.reverse(oldestFirst);
        Deque<EnvironmentRecord> row = new ArrayDeque<>();
        for (EnvironmentRecord record : oldestFirst) {
            if (record.isGood()) {
                if (row.stream().anyMatch(before -> before.bundle().equals(record.bundle()))) {
                    while (!row.pop().bundle().equals(record.bundle())) {
                        // Drops what came after the bundle that the environment went back to.
                    }
                }
                row.push(record);
            }
        }
        return row;
    }
}
