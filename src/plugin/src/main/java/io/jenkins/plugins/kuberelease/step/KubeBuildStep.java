package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code kubeBuild} in a Jenkinsfile: builds an image and pushes it by digest; gives back repository, digest and reference. */
public final class KubeBuildStep extends VersionedStep {
    private static final String NAME = "kubeBuild";

    private @Nullable String repository;
    private @Nullable String context;
    private @Nullable String dockerfile;
    private @Nullable String target;
    private @Nullable String args;

    /** With nothing said. */
    @DataBoundConstructor
    public KubeBuildStep() {
        // Everything has a setter: what is missing is told all at once.
    }

    /** Where the image is pushed: the repository, or null for the one in the release file. */
    public @Nullable String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@Nullable String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    /** The directory of the build context: its path, or null for the usual one. */
    public @Nullable String getContext() {
        return context;
    }

    @DataBoundSetter
    public void setContext(@Nullable String context) {
        this.context = Util.fixEmptyAndTrim(context);
    }

    /** The Dockerfile: its path, or null for the usual one. */
    public @Nullable String getDockerfile() {
        return dockerfile;
    }

    @DataBoundSetter
    public void setDockerfile(@Nullable String dockerfile) {
        this.dockerfile = Util.fixEmptyAndTrim(dockerfile);
    }

    /** The stage of the Dockerfile to stop at: its name, or null for the last one. */
    public @Nullable String getTarget() {
        return target;
    }

    @DataBoundSetter
    public void setTarget(@Nullable String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    /** Build arguments; never secret: a mapping in the form of the release file, or null for none. */
    public @Nullable String getArgs() {
        return args;
    }

    @DataBoundSetter
    public void setArgs(@Nullable String args) {
        this.args = Util.fixEmptyAndTrim(args);
    }

    @Override
    StepExecution begin(StepContext stepContext) throws AbortException {
        String beside = new ReleaseFileOverlay(NAME)
                .text(repository, "image", "repository")
                .text(context, "image", "context")
                .text(dockerfile, "image", "dockerfile")
                .text(target, "image", "target")
                .written(args, "image", "args")
                .text();
        SourceSettings source = source(NAME, repository == null, beside);
        return new KubeReleaseExecution(
                stepContext, new PartsOrder(source, getVersion(), "", "build", true, null, Answer.IMAGE));
    }

    /** What the snippet generator and the pipeline ask about the step. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends SourceStepDescriptor {
        public DescriptorImpl() {
            super(NAME, "Build an image with kube-release", StepArguments::inTexts);
        }
    }
}
