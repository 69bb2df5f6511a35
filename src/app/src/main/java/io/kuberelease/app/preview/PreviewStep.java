package io.kuberelease.app.preview;

import io.kuberelease.plan.PlanCompiler;

/**
 * How a pipeline deploys previews: with which release file, and where.
 *
 * @param directory of the release file; empty for the top of the repository
 * @param file the release file's name in it
 * @param label of the agents that have or fetch the source; empty for any
 */
public record PreviewStep(String directory, String file, String label) {
    /** What a step without arguments does. */
    public static final PreviewStep USUAL = new PreviewStep("", PlanCompiler.USUAL_FILE, "");

    /** The release file's path, relative to the top of the repository. */
    public String path() {
        return directory.isEmpty() ? file : directory.replaceAll("/+$", "") + "/" + file;
    }
}
