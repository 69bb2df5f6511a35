package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
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

    /** The path of the chart's directory; null for the default. */
    @DataBoundSetter
    public @Nullable String path;

    /** The address that the chart is published to; null for the one in the release file. */
    @DataBoundSetter
    public @Nullable String repository;

    /** The reference of the image that goes into the bundle with the chart; null for no bundle. */
    @DataBoundSetter
    public @Nullable String image;

    @DataBoundConstructor
    public KubeChartStep() {}

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.value(path, "chart", "path")
                .value(repository, "chart", "repository")
                .value(repositoryOf(image), "image", "repository")
                .value(image == null ? null : List.of(), "image", "tags")
                .beside();
        ReleaseSpec.Parts parts =
                image == null ? only(null, "chart", "publish") : only(image, "chart", "bundle", "publish");
        return request(beside, image == null, parts, version, null, ReleaseAnswer.Part.CHART);
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
