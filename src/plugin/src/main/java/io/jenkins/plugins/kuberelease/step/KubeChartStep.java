package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code kubeChart} in a Jenkinsfile: packages a chart and publishes it; with an image, also writes the bundle that can
 * be deployed to environments.
 */
public final class KubeChartStep extends VersionedStep {
    private static final String NAME = "kubeChart";

    private @Nullable String path;
    private @Nullable String repository;
    private @Nullable String image;

    @DataBoundConstructor
    public KubeChartStep() {
        // All fields have setters: missing values are reported together.
    }

    /** The path of the chart's directory; null for the default. */
    public @Nullable String getPath() {
        return path;
    }

    @DataBoundSetter
    public void setPath(@Nullable String path) {
        this.path = Util.fixEmptyAndTrim(path);
    }

    /** The address that the chart is published to; null for the one in the release file. */
    public @Nullable String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@Nullable String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    /** The reference of the image that goes into the bundle with the chart; null for no bundle. */
    public @Nullable String getImage() {
        return image;
    }

    @DataBoundSetter
    public void setImage(@Nullable String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    @Override
    StepExecution begin(StepContext context) throws AbortException {
        String beside = new ReleaseFileOverlay(NAME)
                .text(path, "chart", "path")
                .text(repository, "chart", "repository")
                .text(StepTexts.repository(NAME, image), "image", "repository")
                .written(image == null ? null : "[]", "image", "tags")
                .text();
        String parts = image == null ? "chart,publish" : "chart,bundle,publish";
        return new KubeReleaseExecution(
                context,
                new PartsOrder(
                        source(NAME, image == null, beside), getVersion(), "", parts, true, image, Answer.CHART));
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends SourceStepDescriptor {
        public DescriptorImpl() {
            super(NAME, "Package and publish a Helm chart with kube-release", StepArguments::withImage);
        }
    }
}
