package io.jenkins.plugins.kuberelease.step;

import hudson.model.TaskListener;
import java.io.IOException;
import java.util.Map;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;

/** One run of {@code kubeRelease}: holds no thread of the pipeline, and goes on after a restart of Jenkins. */
final class KubeReleaseExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final @Nullable String to;

    KubeReleaseExecution(StepContext context, @Nullable String to) {
        super(context);
        this.to = to;
    }

    @Override
    public boolean start() {
        begin();
        return false;
    }

    @Override
    public void onResume() {
        begin();
    }

    private void begin() {
        Timer.get().execute(this::release);
    }

    private void release() {
        try {
            TaskListener listener = getContext().get(TaskListener.class);
            if (listener != null) {
                listener.getLogger().println("Releasing to " + (to == null ? "every environment" : to));
            }
            getContext().onSuccess(Map.of("environments", to == null ? "" : to));
        } catch (IOException e) {
            getContext().onFailure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            getContext().onFailure(e);
        }
    }
}
