package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.CallArguments;
import io.kuberelease.app.GivenSettings;
import io.kuberelease.app.ReleaseAnswer;
import io.kuberelease.app.ReleaseSpec;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code kubeBuild} in a Jenkinsfile: builds an image and pushes it by digest; returns repository, digest and
 * reference.
 */
public final class KubeBuildStep extends VersionedStep {
    private static final String NAME = "kubeBuild";

    /** The repository that the image is pushed to; null for the one in the release file. */
    @DataBoundSetter
    public @Nullable String repository;

    /** The path of the build context; null for the default. */
    @DataBoundSetter
    public @Nullable String context;

    /** The path of the Dockerfile; null for the default. */
    @DataBoundSetter
    public @Nullable String dockerfile;

    /** The name of the Dockerfile's stage to stop at; null for the last one. */
    @DataBoundSetter
    public @Nullable String target;

    /** Build arguments, which must not be secret, as a mapping in the form of the release file; null for none. */
    @DataBoundSetter
    public @Nullable String args;

    @DataBoundConstructor
    public KubeBuildStep() {}

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.value(repository, "image", "repository")
                .value(context, "image", "context")
                .value(dockerfile, "image", "dockerfile")
                .value(target, "image", "target")
                .written(args, "image", "args")
                .beside();
        return request(beside, repository == null, only(null, "build"), version, null, ReleaseAnswer.Part.IMAGE);
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends Descriptor {
        public DescriptorImpl() {
            super(NAME, "Build an image with kube-release", CallArguments::inTexts);
        }
    }
}
