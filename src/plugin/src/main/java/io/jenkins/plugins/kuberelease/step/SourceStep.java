package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import hudson.Util;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The fields that all steps have: where the release file is. Jenkins binds a form to setters, so they are shared here. */
public abstract class SourceStep extends Step {
    private @Nullable String directory;
    private @Nullable String file;
    private @Nullable String label;

    SourceStep() {}

    /**
     * Where the release file is.
     *
     * @return its directory in the workspace, or null for the workspace itself
     */
    public final @Nullable String getDirectory() {
        return directory;
    }

    @DataBoundSetter
    public final void setDirectory(@Nullable String directory) {
        this.directory = Util.fixEmptyAndTrim(directory);
    }

    /**
     * What the release file is called.
     *
     * @return its name, or null for kube-release.yaml
     */
    public final @Nullable String getFile() {
        return file;
    }

    @DataBoundSetter
    public final void setFile(@Nullable String file) {
        this.file = Util.fixEmptyAndTrim(file);
    }

    /**
     * Which agents may do what needs one when the step stands outside node.
     *
     * @return a label expression, or null for any agent
     */
    public final @Nullable String getLabel() {
        return label;
    }

    @DataBoundSetter
    public final void setLabel(@Nullable String label) {
        this.label = Util.fixEmptyAndTrim(label);
    }

    /** What is wrong with what the step was given is told on the build's page too. */
    @Override
    public final StepExecution start(StepContext context) throws AbortException {
        try {
            return begin(context);
        } catch (AbortException refused) {
            new OnTheBuildsPage(context, getDescriptor().getFunctionName()).tell(refused);
            throw refused;
        }
    }

    /**
     * Makes the step's run.
     *
     * @throws AbortException with everything that is wrong with what the step was given
     */
    abstract StepExecution begin(StepContext context) throws AbortException;

    /**
     * What is known of the source.
     *
     * @param needed whether there must be a release file
     */
    final SourceSettings source(String step, boolean needed, String beside) {
        return new SourceSettings(step, directory, file, label, needed, beside);
    }
}
