package io.jenkins.plugins.kuberelease.step;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.access.Trust;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.plan.PlanCompiler;
import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a step for its source.
 *
 * @param step the step's name
 * @param directory of the release file in the workspace; null for the workspace itself
 * @param file the release file's name; null for the usual one
 * @param label label expression of agents for work outside {@code node}; null for any
 * @param needed whether there must be a release file even if the step does not name one
 * @param beside settings that override those of the release file, in its form
 */
public record SourceSettings(
        String step,
        @Nullable String directory,
        @Nullable String file,
        @Nullable String label,
        boolean needed,
        String beside)
        implements Serializable {

    /** The release file to read. Asks the repository's server whether the build's own copy can be trusted. */
    ReleaseSpec.File asked(Run<?, ?> run, TaskListener listener) throws IOException, InterruptedException {
        return new ReleaseSpec.File(
                subdirectory(), fileName(), new Trust(run).file(path(), listener), mustBeThere(), true);
    }

    /** The settings that override the release file, named after the step. */
    ReleaseSpec.Beside said() {
        return new ReleaseSpec.Beside(step, beside);
    }

    boolean mustBeThere() {
        return needed || file != null;
    }

    private String fileName() {
        return file == null ? PlanCompiler.USUAL_FILE : file;
    }

    /** The path of the release file in the repository. */
    private String path() {
        return subdirectory().isEmpty() ? fileName() : subdirectory().replaceAll("/+$", "") + "/" + fileName();
    }

    String subdirectory() {
        return directory == null ? "" : directory;
    }
}
