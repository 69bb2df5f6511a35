package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import hudson.Util;
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

    private @Nullable String to;
    private @Nullable String only;
    private @Nullable String image;
    private @Nullable String chart;
    private @Nullable String environments;

    @DataBoundConstructor
    public KubeReleaseStep() {
        // All fields have setters: missing values are reported together.
    }

    /**
     * The last environments to release to, separated by commas.
     *
     * @return their names, or null for every environment of the release file
     */
    public @Nullable String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(@Nullable String to) {
        this.to = Util.fixEmptyAndTrim(to);
    }

    /** The names of the parts of the release to carry out, separated by commas; null for all of them. */
    public @Nullable String getOnly() {
        return only;
    }

    @DataBoundSetter
    public void setOnly(@Nullable String only) {
        this.only = Util.fixEmptyAndTrim(only);
    }

    /**
     * Settings for the image, which override those of the release file.
     *
     * @return a mapping in the form of the release file, or null for none
     */
    public @Nullable String getImage() {
        return image;
    }

    @DataBoundSetter
    public void setImage(@Nullable String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    /**
     * Settings for the chart, which override those of the release file.
     *
     * @return a mapping in the form of the release file, or null for none
     */
    public @Nullable String getChart() {
        return chart;
    }

    @DataBoundSetter
    public void setChart(@Nullable String chart) {
        this.chart = Util.fixEmptyAndTrim(chart);
    }

    /**
     * Settings for the environments, which override those of the release file.
     *
     * @return a mapping in the form of the release file, or null for none
     */
    public @Nullable String getEnvironments() {
        return environments;
    }

    @DataBoundSetter
    public void setEnvironments(@Nullable String environments) {
        this.environments = Util.fixEmptyAndTrim(environments);
    }

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.written(image, "image")
                .written(chart, "chart")
                .written(environments, "environments")
                .beside();
        ReleaseSpec.Parts parts = new ReleaseSpec.Parts(GivenSettings.names(only), false, Optional.empty());
        return request(beside, image == null, parts, getVersion(), to, ReleaseAnswer.Part.RELEASE);
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
