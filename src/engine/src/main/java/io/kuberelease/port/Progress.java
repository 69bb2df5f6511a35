package io.kuberelease.port;

import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ResourceStatus;

/** Receives a port's progress. Calls are quick, never block, and may come from any thread. */
public interface Progress {

    /**
     * A line that a program wrote.
     *
     * @param source which one, for example {@code build} or {@code postgres}
     */
    void log(String source, String line);

    /** The rollout progress of one resource. */
    void resource(ResourceStatus status);

    /** What the stage is doing right now, for its line on the terminal; replaces the one before. */
    void note(String text);

    /**
     * Masks these from now on in all that is told of the release, by any port. To be called before anything is told
     * that may hold them; unlike the other calls it may take a moment.
     */
    default void hide(FoundSecrets secrets) {}

    /** The text with all hidden values masked, for keeping it elsewhere, for example in a file. */
    default String masked(String text) {
        return text;
    }

    /** Drops everything. */
    Progress SILENT = new Progress() {
        @Override
        public void log(String source, String line) {}

        @Override
        public void resource(ResourceStatus status) {}

        @Override
        public void note(String text) {}
    };
}
