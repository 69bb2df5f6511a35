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

    @DataBoundSetter private @Nullable String to;
    @DataBoundSetter private @Nullable String only;
    @DataBoundSetter private @Nullable String image;
    @DataBoundSetter private @Nullable String chart;
    @DataBoundSetter private @Nullable String environments;

    @DataBoundConstructor
    public KubeReleaseStep() {}

    /**
     * The last environments to release to, separated by commas.
     *
     * @return their names, or null for every environment of the release file
     */
    public @Nullable String getTo() {
        return Util.fixEmptyAndTrim(to);
    }

    /** The names of the parts of the release to carry out, separated by commas; null for all of them. */
    public @Nullable String getOnly() {
        return Util.fixEmptyAndTrim(only);
    }

    /**
     * Settings for the image, which override those of the release file.
     *
     * @return a mapping in the form of the release file, or null for none
     */
    public @Nullable String getImage() {
        return Util.fixEmptyAndTrim(image);
    }

    /**
     * Settings for the chart, which override those of the release file.
     *
     * @return a mapping in the form of the release file, or null for none
     */
    public @Nullable String getChart() {
        return Util.fixEmptyAndTrim(chart);
    }

    /**
     * Settings for the environments, which override those of the release file.
     *
     * @return a mapping in the form of the release file, or null for none
     */
    public @Nullable String getEnvironments() {
        return Util.fixEmptyAndTrim(environments);
    }

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.written(getImage(), "image")
                .written(getChart(), "chart")
                .written(getEnvironments(), "environments")
                .beside();
        ReleaseSpec.Parts parts = new ReleaseSpec.Parts(GivenSettings.names(getOnly()), false, Optional.empty());
        return request(beside, getImage() == null, parts, getVersion(), getTo(), ReleaseAnswer.Part.RELEASE);
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
