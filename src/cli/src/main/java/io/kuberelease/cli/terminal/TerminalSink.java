package io.kuberelease.cli.terminal;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.port.EventSink;

/** Shows a release on standard output. May be used again after {@link #close}, for a release that goes on. */
public interface TerminalSink extends EventSink {

    @Override
    default String name() {
        return "terminal";
    }

    /**
     * Shows the release up to this state, then leaves the terminal to somebody else, for example to a question, until
     * the next event comes. Called from any thread; waits at most a second for events that are still on their way.
     */
    default void pause(ReleaseState upTo) {}
}
