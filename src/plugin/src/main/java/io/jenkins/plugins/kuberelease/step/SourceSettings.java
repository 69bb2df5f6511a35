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
 * What a step says of its source.
 *
 * @param step the step's name
 * @param directory of the release file in the workspace; null for the workspace itself
 * @param file the release file's name; null for the usual one
 * @param label which agents may do what needs one, outside {@code node}; null for any
 * @param needed whether there must be a release file; a named one always must
 * @param beside settings laid over the release file, in its form
 */
public record SourceSettings(
        String step,
        @Nullable String directory,
        @Nullable String file,
        @Nullable String label,
        boolean needed,
        String beside)
        implements Serializable {

    /** What is to be read; asks the repository's server whether the build's own copy can be trusted. */
    ReleaseSpec.File asked(Run<?, ?> run, TaskListener listener) throws IOException, InterruptedException {
        return new ReleaseSpec.File(
                subdirectory(), fileName(), new Trust(run).file(path(), listener), mustBeThere(), true);
    }

    /** What the step says beside it. */
    ReleaseSpec.Beside said() {
        return new ReleaseSpec.Beside(step, beside);
    }

    boolean mustBeThere() {
        return needed || file != null;
    }

    private String fileName() {
        return file == null ? PlanCompiler.USUAL_FILE : file;
    }

    /** Of the release file in the repository. */
    private String path() {
        return subdirectory().isEmpty() ? fileName() : subdirectory().replaceAll("/+$", "") + "/" + fileName();
    }

    String subdirectory() {
        return directory == null ? "" : directory;
    }
}
