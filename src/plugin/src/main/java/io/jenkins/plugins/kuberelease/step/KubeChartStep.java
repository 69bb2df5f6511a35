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

/** {@code kubeChart} in a Jenkinsfile: packages a chart, publishes it, and with an image writes the bundle that environments are given. */
public final class KubeChartStep extends VersionedStep {
    private static final String NAME = "kubeChart";

    private @Nullable String path;
    private @Nullable String repository;
    private @Nullable String image;

    /** With nothing said. */
    @DataBoundConstructor
    public KubeChartStep() {
        // Everything has a setter: what is missing is told all at once.
    }

    /** The chart's directory: its path, or null for the usual one. */
    public @Nullable String getPath() {
        return path;
    }

    @DataBoundSetter
    public void setPath(@Nullable String path) {
        this.path = Util.fixEmptyAndTrim(path);
    }

    /** Where the chart is published: an address, or null for the one in the release file. */
    public @Nullable String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@Nullable String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    /** The image that goes into the bundle with the chart: its reference, or null for no bundle. */
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

    /** What the snippet generator and the pipeline ask about the step. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends SourceStepDescriptor {
        public DescriptorImpl() {
            super(NAME, "Package and publish a Helm chart with kube-release", StepArguments::withImage);
        }
    }
}
