package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import java.util.Objects;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code kubeDeploy} in a Jenkinsfile: deploys an image with its chart, or a bundle, to one environment, and watches it until it is ready. */
public final class KubeDeployStep extends VersionedStep {
    private static final String NAME = "kubeDeploy";

    private @Nullable String environment;
    private @Nullable String image;
    private @Nullable String bundle;
    private @Nullable String chart;
    private @Nullable String cluster;
    private @Nullable String namespace;
    private @Nullable String values;
    private boolean createNamespace;

    /** With nothing said. */
    @DataBoundConstructor
    public KubeDeployStep() {
        // Everything has a setter: what is missing is told all at once.
    }

    /** The environment: its name, or null, which is refused. */
    public @Nullable String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(@Nullable String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    /** The image that is deployed with the chart: its reference, or null where a bundle is given. */
    public @Nullable String getImage() {
        return image;
    }

    @DataBoundSetter
    public void setImage(@Nullable String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    /** The bundle that is deployed: its reference or digest, or null where an image is given. */
    public @Nullable String getBundle() {
        return bundle;
    }

    @DataBoundSetter
    public void setBundle(@Nullable String bundle) {
        this.bundle = Util.fixEmptyAndTrim(bundle);
    }

    /** The chart's directory, with an image: its path, or null for the usual one. */
    public @Nullable String getChart() {
        return chart;
    }

    @DataBoundSetter
    public void setChart(@Nullable String chart) {
        this.chart = Util.fixEmptyAndTrim(chart);
    }

    /** The environment's cluster: its name, or null for the one in the release file. */
    public @Nullable String getCluster() {
        return cluster;
    }

    @DataBoundSetter
    public void setCluster(@Nullable String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** The environment's namespace: its name, or null for the one in the release file. */
    public @Nullable String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(@Nullable String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    /**
     * The files with the environment's chart values.
     *
     * @return a list in the form of the release file, or divided by commas; null for those of the release file
     */
    public @Nullable String getValues() {
        return values;
    }

    @DataBoundSetter
    public void setValues(@Nullable String values) {
        this.values = Util.fixEmptyAndTrim(values);
    }

    /** Whether a missing namespace is made. */
    public boolean isCreateNamespace() {
        return createNamespace;
    }

    /** Says it. */
    @DataBoundSetter
    public void setCreateNamespace(boolean createNamespace) {
        this.createNamespace = createNamespace;
    }

    @Override
    StepExecution begin(StepContext context) throws AbortException {
        new StepProblems(NAME)
                .required("environment", environment, "say which, for example environment: 'staging'")
                .either("image", image, "bundle", bundle, "say what is deployed: an image with its chart, or a bundle")
                .refuseAny();
        String name = Objects.requireNonNullElse(environment, "");
        String beside = new ReleaseFileOverlay(NAME)
                .text(StepTexts.repository(NAME, image), "image", "repository")
                .text(StepTexts.repositoryOfBundle(bundle), "image", "repository")
                .text(chart, "chart", "path")
                .text(cluster, "environments", name, "cluster")
                .text(namespace, "environments", name, "namespace")
                .texts(values, "environments", name, "values")
                .written(createNamespace ? "true" : null, "environments", name, "createNamespace")
                .text();
        return new KubeReleaseExecution(context, order(source(NAME, cluster == null, beside), name));
    }

    private StepOrder order(SourceSettings source, String name) {
        return bundle == null
                ? new PartsOrder(source, getVersion(), name, "chart,bundle," + name, true, image, Answer.DEPLOYMENT)
                : new BundleOrder(source, null, new BundleTarget.Promote(bundle, null, name), Answer.DEPLOYMENT);
    }

    /** What the snippet generator and the pipeline ask about the step. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends SourceStepDescriptor {
        public DescriptorImpl() {
            super(NAME, "Deploy to an environment with kube-release", StepArguments::withImage);
        }
    }
}
