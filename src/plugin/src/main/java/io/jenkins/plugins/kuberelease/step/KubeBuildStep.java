package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import hudson.Util;
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

    @DataBoundSetter private @Nullable String repository;
    @DataBoundSetter private @Nullable String context;
    @DataBoundSetter private @Nullable String dockerfile;
    @DataBoundSetter private @Nullable String target;
    @DataBoundSetter private @Nullable String args;

    @DataBoundConstructor
    public KubeBuildStep() {}

    /** The repository that the image is pushed to; null for the one in the release file. */
    public @Nullable String getRepository() {
        return Util.fixEmptyAndTrim(repository);
    }

    /** The path of the build context; null for the default. */
    public @Nullable String getContext() {
        return Util.fixEmptyAndTrim(context);
    }

    /** The path of the Dockerfile; null for the default. */
    public @Nullable String getDockerfile() {
        return Util.fixEmptyAndTrim(dockerfile);
    }

    /** The name of the Dockerfile's stage to stop at; null for the last one. */
    public @Nullable String getTarget() {
        return Util.fixEmptyAndTrim(target);
    }

    /** Build arguments, which must not be secret, as a mapping in the form of the release file; null for none. */
    public @Nullable String getArgs() {
        return Util.fixEmptyAndTrim(args);
    }

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.value(getRepository(), "image", "repository")
                .value(getContext(), "image", "context")
                .value(getDockerfile(), "image", "dockerfile")
                .value(getTarget(), "image", "target")
                .written(getArgs(), "image", "args")
                .beside();
        return request(beside, getRepository() == null, only(null, "build"), getVersion(), null, ReleaseAnswer.Part.IMAGE);
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
