package io.kuberelease.adapters.slack;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.view.Closing;
import java.time.Instant;

/** A release at the moment of its last event. */
record Snapshot(ReleaseState state, Instant at) {

    /** Whether nothing more will happen here by itself. */
    boolean isLast() {
        return Closing.of(state, at).isPresent();
    }
}
