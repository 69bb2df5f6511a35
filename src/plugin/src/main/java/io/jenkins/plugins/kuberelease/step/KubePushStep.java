package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code kubePush} in a Jenkinsfile: gives an image that exists its release tags, in its repository or copied to another. */
public final class KubePushStep extends SourceStep {
    private static final String NAME = "kubePush";

    private @Nullable String image;
    private @Nullable String to;
    private @Nullable String tags;
    private @Nullable String version;

    /** With nothing said. */
    @DataBoundConstructor
    public KubePushStep() {
        // Everything has a setter: what is missing is told all at once.
    }

    /**
     * The image.
     *
     * @return its reference, or null, which is refused
     */
    public @Nullable String getImage() {
        return image;
    }

    /** Says it; null or blank for the default. */
    @DataBoundSetter
    public void setImage(@Nullable String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    /**
     * The repository that the image is copied to.
     *
     * @return the repository, or null for its own
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
     * The tags that the image gets.
     *
     * @return a list in the form of the release file, or divided by commas; null for those of the release file
     */
    public @Nullable String getTags() {
        return tags;
    }

    /** Says it; null or blank for the default. */
    @DataBoundSetter
    public void setTags(@Nullable String tags) {
        this.tags = Util.fixEmptyAndTrim(tags);
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

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        new StepProblems(NAME)
                .required("image", image, "say which image, for example image: built.reference")
                .refuseAny();
        String own = Images.repository(NAME, image);
        String beside = new Beside(NAME)
                .text(to == null ? own : to, "image", "repository")
                .texts(tags, "image", "tags")
                .text();
        return new KubeReleaseExecution(
                context, new PartsOrder(source(NAME, false, beside), version, "", "publish", true, image, Answer.PUSH));
    }

    /** What the snippet generator and the pipeline ask about the step. */
    @Extension
    @Symbol("kubePush")
    public static final class DescriptorImpl extends StepDescriptor implements CustomDescribableModel {
        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        public String getDisplayName() {
            return "Tag and copy an image with kube-release";
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return StepKind.REQUIRED;
        }

        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            return StepKind.withImage(arguments);
        }
    }
}
