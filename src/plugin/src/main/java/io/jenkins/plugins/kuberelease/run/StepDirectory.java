package io.jenkins.plugins.kuberelease.run;

import java.util.Optional;

/** The directory of a release that a step began is named after the step, so that a resumed step finds it again. */
public final class StepDirectory {
    private static final String PREFIX = "step-";

    private StepDirectory() {}

    /**
     * What it is called.
     *
     * @param node the id of the step's node in its pipeline
     */
    public static String name(String node) {
        return PREFIX + node;
    }

    /** The id of the step's node; absent when no step began what is in the directory, but somebody on the page. */
    static Optional<String> node(String directory) {
        return directory.startsWith(PREFIX) ? Optional.of(directory.substring(PREFIX.length())) : Optional.empty();
    }
}
