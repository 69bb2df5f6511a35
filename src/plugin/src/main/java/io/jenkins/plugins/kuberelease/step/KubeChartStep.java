package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import hudson.Util;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.CallArguments;
import io.kuberelease.app.GivenSettings;
import io.kuberelease.app.ReleaseAnswer;
import io.kuberelease.app.ReleaseSpec;
import java.util.List;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code kubeChart} in a Jenkinsfile: packages a chart and publishes it; with an image, also writes the bundle that can
 * be deployed to environments.
 */
public final class KubeChartStep extends VersionedStep {
    private static final String NAME = "kubeChart";

    @DataBoundSetter private @Nullable String path;
    @DataBoundSetter private @Nullable String repository;
    @DataBoundSetter private @Nullable String image;

    @DataBoundConstructor
    public KubeChartStep() {}

    /** The path of the chart's directory; null for the default. */
    public @Nullable String getPath() {
        return Util.fixEmptyAndTrim(path);
    }

    /** The address that the chart is published to; null for the one in the release file. */
    public @Nullable String getRepository() {
        return Util.fixEmptyAndTrim(repository);
    }

    /** The reference of the image that goes into the bundle with the chart; null for no bundle. */
    public @Nullable String getImage() {
        return Util.fixEmptyAndTrim(image);
    }

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.value(getPath(), "chart", "path")
                .value(getRepository(), "chart", "repository")
                .value(repositoryOf(getImage()), "image", "repository")
                .value(getImage() == null ? null : List.of(), "image", "tags")
                .beside();
        ReleaseSpec.Parts parts =
                getImage() == null ? only(null, "chart", "publish") : only(getImage(), "chart", "bundle", "publish");
        return request(beside, getImage() == null, parts, getVersion(), null, ReleaseAnswer.Part.CHART);
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends Descriptor {
        public DescriptorImpl() {
            super(NAME, "Package and publish a Helm chart with kube-release", CallArguments::withImage);
        }
    }
}
