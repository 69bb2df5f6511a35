package io.kuberelease.port;

import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ResourceStatus;

/** Where a port tells how far it has come; quick, never blocks, may be called from any thread. */
public interface Progress {

    /**
     * A line that a program wrote.
     *
     * @param source which one, for example {@code build} or {@code postgres}
     */
    void log(String source, String line);

    /** How far one resource has come. */
    void resource(ResourceStatus status);

    /** What the stage is doing right now, for its line on the terminal; replaces the one before. */
    void note(String text);

    /**
     * From now on these are masked in all that is told of the release, whoever tells it. To be called before anything is
     * told that may hold them; unlike the other calls it may take a moment.
     */
    default void hide(FoundSecrets secrets) {}

    /** A text as it may be kept beside what is told, a file for example: with all masked that is hidden. */
    default String masked(String text) {
        return text;
    }

    /** Tells nobody. */
    Progress SILENT = new Progress() {
        @Override
        public void log(String source, String line) {}

        @Override
        public void resource(ResourceStatus status) {}

        @Override
        public void note(String text) {}
    };
}
