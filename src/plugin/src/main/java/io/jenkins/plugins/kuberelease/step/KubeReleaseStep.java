package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
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
    private @Nullable String directory;
    private @Nullable String file;
    private @Nullable String version;
    private @Nullable String label;

    /** All of the release file. */
    @DataBoundConstructor
    public KubeReleaseStep() {
        // Everything is optional: see the setters.
    }

    /**
     * The last environment to release to; several are divided by commas.
     *
     * @return its name, or null for every environment of the release file
     */
    public @Nullable String getTo() {
        return to;
    }

    /** Says it; null or blank for the default. */
    @DataBoundSetter
    public void setTo(@Nullable String to) {
        this.to = Util.fixEmptyAndTrim(to);
    }

    /**
     * Where the release file is.
     *
     * @return its directory in the workspace, or null for the workspace itself
     */
    public @Nullable String getDirectory() {
        return directory;
    }

    /** Says it; null or blank for the default. */
    @DataBoundSetter
    public void setDirectory(@Nullable String directory) {
        this.directory = Util.fixEmptyAndTrim(directory);
    }

    /**
     * What the release file is called.
     *
     * @return its name, or null for kube-release.yaml
     */
    public @Nullable String getFile() {
        return file;
    }

    /** Says it; null or blank for the default. */
    @DataBoundSetter
    public void setFile(@Nullable String file) {
        this.file = Util.fixEmptyAndTrim(file);
    }

    /**
     * Which version this is.
     *
     * @return a SemVer version, or null for the one that the repository says
     */
    public @Nullable String getVersion() {
        return version;
    }

    /** Says it; null or blank for the default. */
    @DataBoundSetter
    public void setVersion(@Nullable String version) {
        this.version = Util.fixEmptyAndTrim(version);
    }

    /**
     * Which agents may build the image when the step stands outside node.
     *
     * @return a label expression, or null for any agent
     */
    public @Nullable String getLabel() {
        return label;
    }

    /** Says it; null or blank for the default. */
    @DataBoundSetter
    public void setLabel(@Nullable String label) {
        this.label = Util.fixEmptyAndTrim(label);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new KubeReleaseExecution(context, new ReleaseSettings(to, directory, file, version, label));
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
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}
