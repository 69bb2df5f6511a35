package io.jenkins.plugins.kuberelease.agent;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The workspace around the step; leaving does nothing, since the {@code node} belongs to the pipeline. */
public record PresentWorkspace(StepContext step) implements SourceWorkspace {
    @Override
    public FilePath open(Cancellation cancellation) throws IOException, InterruptedException {
        FilePath workspace = step.get(FilePath.class);
        if (workspace == null) {
            throw new IOException("the agent of this build is gone");
        }
        return workspace;
    }

    @Override
    public BuildVariables variables() throws IOException, InterruptedException {
        return BuildVariables.of(asked(Run.class), asked(EnvVars.class), asked(TaskListener.class));
    }

    @Override
    public SecretMask mask() throws IOException, InterruptedException {
        return SecretMask.of(step);
    }

    private <T> T asked(Class<T> type) throws IOException, InterruptedException {
        T found = step.get(type);
        if (found == null) {
            throw new IOException("the step has lost its " + type.getSimpleName());
        }
        return found;
    }

    @Override
    public boolean isAsPlanned() {
        return true;
    }

    @Override
    public void leave() {}
}
