package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import hudson.Util;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.CallArguments;
import io.kuberelease.app.GivenSettings;
import io.kuberelease.app.ReleaseAnswer;
import io.kuberelease.app.ReleaseSpec;
import java.util.Objects;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code kubeDeploy} in a Jenkinsfile: deploys an image with its chart, or a bundle, to one environment, and waits
 * until it is ready.
 */
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

    @DataBoundConstructor
    public KubeDeployStep() {
        // All fields have setters: missing values are reported together.
    }

    /** The name of the environment; must not be null when the step runs. */
    public @Nullable String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(@Nullable String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    /** The reference of the image to deploy with the chart; null where a bundle is given. */
    public @Nullable String getImage() {
        return image;
    }

    @DataBoundSetter
    public void setImage(@Nullable String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    /** The reference or digest of the bundle to deploy; null where an image is given. */
    public @Nullable String getBundle() {
        return bundle;
    }

    @DataBoundSetter
    public void setBundle(@Nullable String bundle) {
        this.bundle = Util.fixEmptyAndTrim(bundle);
    }

    /** The path of the chart's directory, for an image; null for the default. */
    public @Nullable String getChart() {
        return chart;
    }

    @DataBoundSetter
    public void setChart(@Nullable String chart) {
        this.chart = Util.fixEmptyAndTrim(chart);
    }

    /** The name of the environment's cluster; null for the one in the release file. */
    public @Nullable String getCluster() {
        return cluster;
    }

    @DataBoundSetter
    public void setCluster(@Nullable String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** The environment's namespace; null for the one in the release file. */
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
     * @return a list in the form of the release file, or separated by commas; null for those of the release file
     */
    public @Nullable String getValues() {
        return values;
    }

    @DataBoundSetter
    public void setValues(@Nullable String values) {
        this.values = Util.fixEmptyAndTrim(values);
    }

    /** Whether a missing namespace is created; false leaves it to the release file. */
    public boolean isCreateNamespace() {
        return createNamespace;
    }

    @DataBoundSetter
    public void setCreateNamespace(boolean createNamespace) {
        this.createNamespace = createNamespace;
    }

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        String name = Objects.requireNonNullElse(environment, "");
        ReleaseSpec.Beside beside = given.required(
                        "environment", environment, "say which, for example environment: 'staging'")
                .either("image", image, "bundle", bundle, "say what is deployed: an image with its chart, or a bundle")
                .value(repositoryOf(image), "image", "repository")
                .value(bundle == null || !bundle.contains("@") ? null : repositoryOf(bundle), "image", "repository")
                .value(chart, "chart", "path")
                .value(cluster, "environments", name, "cluster")
                .value(namespace, "environments", name, "namespace")
                .list(values, "environments", name, "values")
                .value(createNamespace ? true : null, "environments", name, "createNamespace")
                .beside();
        ReleaseAnswer.Part answer = ReleaseAnswer.Part.DEPLOYMENT;
        return bundle == null
                ? request(beside, cluster == null, only(image, "chart", "bundle", name), getVersion(), name, answer)
                : request(beside, cluster == null, new StepRequest.OfBundle(null, bundle, null, name, false), answer);
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends Descriptor {
        public DescriptorImpl() {
            super(NAME, "Deploy to an environment with kube-release", CallArguments::withImage);
        }
    }
}
