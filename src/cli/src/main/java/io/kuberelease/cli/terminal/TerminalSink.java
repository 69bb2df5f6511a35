package io.kuberelease.cli.terminal;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.port.EventSink;

/** Shows a release on standard output. Can be used again after {@link #close}, for a release that is resumed. */
public interface TerminalSink extends EventSink {

    @Override
    default String name() {
        return "terminal";
    }

    /**
     * Shows the release up to this state, then leaves the terminal to others, for example for a question, until the
     * next event. Can be called from any thread; waits at most a second for events that are not yet shown.
     */
    default void pause(ReleaseState upTo) {}
}
