package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code kubeRelease} in a Jenkinsfile: takes one version of an app through its stages to its environments. */
public final class KubeReleaseStep extends Step {
    private @Nullable String to;

    /** All of the release file. */
    @DataBoundConstructor
    public KubeReleaseStep() {
        // Everything is optional: see the setters.
    }

    /**
     * The last environment to release to.
     *
     * @return its name, or null for every environment of the release file
     */
    public @Nullable String getTo() {
        return to;
    }

    /**
     * Stops after an environment.
     *
     * @param to its name; null or blank for every environment of the release file
     */
    @DataBoundSetter
    public void setTo(@Nullable String to) {
        this.to = to == null || to.isBlank() ? null : to;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new KubeReleaseExecution(context, to);
    }

    /** What the snippet generator and the pipeline ask about the step. */
    @Extension
    @Symbol("kubeRelease")
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "kubeRelease";
        }

        @Override
        public String getDisplayName() {
            return "Release with kube-release";
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }
    }
}
