package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.CallArguments;
import io.kuberelease.app.GivenSettings;
import io.kuberelease.app.ReleaseAnswer;
import io.kuberelease.app.ReleaseSpec;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code kubeRelease} in a Jenkinsfile: takes one version of an app through its stages to its environments. {@link
 * ReleaseStep#start} begins it.
 */
public final class KubeReleaseStep extends VersionedStep {
    private static final String NAME = "kubeRelease";

    /**
     * The last environments to release to, separated by commas: their names, or null for every environment of the
     * release file.
     */
    @DataBoundSetter
    public @Nullable String to;

    /** The names of the parts of the release to carry out, separated by commas; null for all of them. */
    @DataBoundSetter
    public @Nullable String only;

    /**
     * Settings for the image, which override those of the release file: a mapping in the form of the release file, or
     * null for none.
     */
    @DataBoundSetter
    public @Nullable String image;

    /**
     * Settings for the chart, which override those of the release file: a mapping in the form of the release file, or
     * null for none.
     */
    @DataBoundSetter
    public @Nullable String chart;

    /**
     * Settings for the environments, which override those of the release file: a mapping in the form of the release
     * file, or null for none.
     */
    @DataBoundSetter
    public @Nullable String environments;

    @DataBoundConstructor
    public KubeReleaseStep() {}

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.written(image, "image")
                .written(chart, "chart")
                .written(environments, "environments")
                .beside();
        ReleaseSpec.Parts parts = new ReleaseSpec.Parts(GivenSettings.names(only), false, Optional.empty());
        return request(beside, image == null, parts, version, to, ReleaseAnswer.Part.RELEASE);
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends Descriptor {
        public DescriptorImpl() {
            super(NAME, "Release with kube-release", CallArguments::inTexts);
        }
    }
}
