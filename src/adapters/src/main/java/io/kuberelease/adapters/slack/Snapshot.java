package io.kuberelease.adapters.slack;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.view.ReleaseConclusion;
import java.time.Instant;

/** A release at the moment of its last event. */
record Snapshot(ReleaseState state, Instant at) {

    /** Whether the release has come to a conclusion, so that nothing more happens here by itself. */
    boolean isLast() {
        return ReleaseConclusion.of(state, at).isPresent();
    }
}
