package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The workspace that the step stands in; the {@code node} around the step is not ours to leave. */
public record PresentWorkspace(StepContext step) implements Workplace {
    @Override
    public FilePath open(Cancellation cancellation) throws IOException, InterruptedException {
        FilePath workspace = step.get(FilePath.class);
        if (workspace == null) {
            throw new IOException("the agent of this build is gone");
        }
        return workspace;
    }

    @Override
    public boolean isAsPlanned() {
        return true;
    }

    @Override
    public void leave() {}
}
