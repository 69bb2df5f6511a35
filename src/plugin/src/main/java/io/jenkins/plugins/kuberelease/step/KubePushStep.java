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
 * {@code kubePush} in a Jenkinsfile: gives an existing image its release tags, in its repository or copied to another.
 */
public final class KubePushStep extends VersionedStep {
    private static final String NAME = "kubePush";

    @DataBoundSetter private @Nullable String image;
    @DataBoundSetter private @Nullable String to;
    @DataBoundSetter private @Nullable String tags;

    @DataBoundConstructor
    public KubePushStep() {}

    /** The reference of the image; must not be null when the step runs. */
    public @Nullable String getImage() {
        return Util.fixEmptyAndTrim(image);
    }

    /** The repository that the image is copied to; null for its own. */
    public @Nullable String getTo() {
        return Util.fixEmptyAndTrim(to);
    }

    /**
     * The tags that the image gets.
     *
     * @return a list in the form of the release file, or separated by commas; null for those of the release file
     */
    public @Nullable String getTags() {
        return Util.fixEmptyAndTrim(tags);
    }

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.required(
                        "image", getImage(), "say which image, for example image: built.reference")
                .value(getTo() == null ? repositoryOf(getImage()) : getTo(), "image", "repository")
                .list(getTags(), "image", "tags")
                .beside();
        return request(beside, false, only(getImage(), "publish"), getVersion(), null, ReleaseAnswer.Part.PUSH);
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
