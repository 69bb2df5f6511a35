package io.jenkins.plugins.kuberelease.step;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.jenkins.plugins.kuberelease.run.StartedBy;
import io.kuberelease.app.ReleaseSpec;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The objects with which a step prepares its release.
 *
 * @param directory the release's directory
 * @param place the place of the source
 */
public record PreparationContext(Run<?, ?> run, Path directory, SourceWorkspace place, TaskListener listener) {
    ReleaseSpec.File source(SourceSettings settings) throws IOException, InterruptedException {
        return settings.asked(run, listener);
    }

    String startedBy() {
        return StartedBy.of(run);
    }
}
