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
 * {@code kubePush} in a Jenkinsfile: gives an existing image its release tags, in its repository or copied to another.
 */
public final class KubePushStep extends VersionedStep {
    private static final String NAME = "kubePush";

    /** The reference of the image; must not be null when the step runs. */
    @DataBoundSetter
    public @Nullable String image;

    /** The repository that the image is copied to; null for its own. */
    @DataBoundSetter
    public @Nullable String to;

    /**
     * The tags that the image gets: a list in the form of the release file, or separated by commas; null for those of
     * the release file.
     */
    @DataBoundSetter
    public @Nullable String tags;

    @DataBoundConstructor
    public KubePushStep() {}

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.required(
                        "image", image, "say which image, for example image: built.reference")
                .value(to == null ? repositoryOf(image) : to, "image", "repository")
                .list(tags, "image", "tags")
                .beside();
        return request(beside, false, only(image, "publish"), version, null, ReleaseAnswer.Part.PUSH);
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends Descriptor {
        public DescriptorImpl() {
            super(NAME, "Tag and copy an image with kube-release", CallArguments::withImage);
        }
    }
}
