package io.kuberelease.adapters.kubernetes.previews;

import io.kuberelease.model.LivePreview;
import io.kuberelease.model.LivePreview.State;
import java.util.List;

/**
 * Whether a preview that has made its namespace may stay. Each makes its namespace first and counts then, itself and all
 * others, so of two that come at the same time at least the later one sees both; of those that are all still being
 * counted the one whose name comes first has precedence. Pure.
 *
 * @param others the app's other previews that are not being deleted
 */
record Room(String namespace, List<LivePreview> others, int limit) {
    Room {
        others = List.copyOf(others);
    }

    /** What becomes of it. */
    enum Answer {
        STAYS,
        /** There will be room when those that come after it have gone back. */
        WAITS,
        FULL
    }

    Answer answer() {
        if (others.size() < limit) {
            return Answer.STAYS;
        }
        long before = others.stream()
                .filter(other ->
                        other.state() == State.LIVE || other.namespace().value().compareTo(namespace) < 0)
                .count();
        return before < limit ? Answer.WAITS : Answer.FULL;
    }
}
