package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import hudson.Util;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The fields of all steps: where the release file is. In a base class because Jenkins binds a form to setters. */
public abstract class SourceStep extends Step {
    private @Nullable String directory;
    private @Nullable String file;
    private @Nullable String label;

    SourceStep() {}

    /**
     * The directory of the release file.
     *
     * @return a path in the workspace, or null for the workspace itself
     */
    public final @Nullable String getDirectory() {
        return directory;
    }

    @DataBoundSetter
    public final void setDirectory(@Nullable String directory) {
        this.directory = Util.fixEmptyAndTrim(directory);
    }

    /**
     * The name of the release file.
     *
     * @return a name, or null for kube-release.yaml
     */
    public final @Nullable String getFile() {
        return file;
    }

    @DataBoundSetter
    public final void setFile(@Nullable String file) {
        this.file = Util.fixEmptyAndTrim(file);
    }

    /**
     * The agents that may be used when the step is outside {@code node}.
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

    /** Shows invalid arguments on the build's page too. */
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
     * Checks the arguments and makes the execution of the step.
     *
     * @throws AbortException with everything that is wrong with the arguments
     */
    abstract StepExecution begin(StepContext context) throws AbortException;

    /**
     * The settings for the source, from the fields of the step.
     *
     * @param needed whether there must be a release file even if the step does not name one
     */
    final SourceSettings source(String step, boolean needed, String beside) {
        return new SourceSettings(step, directory, file, label, needed, beside);
    }
}
