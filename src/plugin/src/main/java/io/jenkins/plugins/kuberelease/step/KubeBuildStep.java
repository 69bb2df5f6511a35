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

/**
 * {@code kubeBuild} in a Jenkinsfile: builds an image and pushes it by digest; returns repository, digest and
 * reference.
 */
public final class KubeBuildStep extends VersionedStep {
    private static final String NAME = "kubeBuild";

    private @Nullable String repository;
    private @Nullable String context;
    private @Nullable String dockerfile;
    private @Nullable String target;
    private @Nullable String args;

    @DataBoundConstructor
    public KubeBuildStep() {
        // All fields have setters: missing values are reported together.
    }

    /** The repository that the image is pushed to; null for the one in the release file. */
    public @Nullable String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@Nullable String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    /** The path of the build context; null for the default. */
    public @Nullable String getContext() {
        return context;
    }

    @DataBoundSetter
    public void setContext(@Nullable String context) {
        this.context = Util.fixEmptyAndTrim(context);
    }

    /** The path of the Dockerfile; null for the default. */
    public @Nullable String getDockerfile() {
        return dockerfile;
    }

    @DataBoundSetter
    public void setDockerfile(@Nullable String dockerfile) {
        this.dockerfile = Util.fixEmptyAndTrim(dockerfile);
    }

    /** The name of the Dockerfile's stage to stop at; null for the last one. */
    public @Nullable String getTarget() {
        return target;
    }

    @DataBoundSetter
    public void setTarget(@Nullable String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    /** Build arguments, which must not be secret, as a mapping in the form of the release file; null for none. */
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

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends SourceStepDescriptor {
        public DescriptorImpl() {
            super(NAME, "Build an image with kube-release", StepArguments::inTexts);
        }
    }
}
