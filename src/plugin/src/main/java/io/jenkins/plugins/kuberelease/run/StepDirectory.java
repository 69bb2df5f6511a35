package io.jenkins.plugins.kuberelease.run;

import java.util.Optional;

/** Names the directory of a step's release after the step, so that a resumed step finds it again. */
public final class StepDirectory {
    private static final String PREFIX = "step-";

    private StepDirectory() {}

    /**
     * The name of the directory.
     *
     * @param node the id of the step's node in its pipeline
     */
    public static String name(String node) {
        return PREFIX + node;
    }

    /** The id of the step's node; absent when the release was begun from a page instead of a step. */
    static Optional<String> node(String directory) {
        return directory.startsWith(PREFIX) ? Optional.of(directory.substring(PREFIX.length())) : Optional.empty();
    }
}
