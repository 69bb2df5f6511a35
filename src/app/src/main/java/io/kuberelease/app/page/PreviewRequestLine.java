package io.kuberelease.app.page;

import java.time.Instant;
import java.util.Optional;

/**
 * A build that was asked to deploy a branch, as the page follows it.
 *
 * @param by who asked for it
 * @param url of the build's page, relative to the host's root; absent while it waits for its turn
 * @param words how far it has come, in a line; absent when nothing is known yet
 */
public record PreviewRequestLine(
        String branch,
        String by,
        Instant at,
        State state,
        Optional<String> build,
        Optional<String> url,
        Optional<String> words) {
    /** How far it has come. */
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED
    }

    /** Whether it goes on. */
    boolean goesOn() {
        return state == State.QUEUED || state == State.RUNNING;
    }
}
