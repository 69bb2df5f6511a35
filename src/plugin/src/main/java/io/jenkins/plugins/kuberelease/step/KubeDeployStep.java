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

    @DataBoundSetter private @Nullable String environment;
    @DataBoundSetter private @Nullable String image;
    @DataBoundSetter private @Nullable String bundle;
    @DataBoundSetter private @Nullable String chart;
    @DataBoundSetter private @Nullable String cluster;
    @DataBoundSetter private @Nullable String namespace;
    @DataBoundSetter private @Nullable String values;
    @DataBoundSetter private boolean createNamespace;

    @DataBoundConstructor
    public KubeDeployStep() {}

    /** The name of the environment; must not be null when the step runs. */
    public @Nullable String getEnvironment() {
        return Util.fixEmptyAndTrim(environment);
    }

    /** The reference of the image to deploy with the chart; null where a bundle is given. */
    public @Nullable String getImage() {
        return Util.fixEmptyAndTrim(image);
    }

    /** The reference or digest of the bundle to deploy; null where an image is given. */
    public @Nullable String getBundle() {
        return Util.fixEmptyAndTrim(bundle);
    }

    /** The path of the chart's directory, for an image; null for the default. */
    public @Nullable String getChart() {
        return Util.fixEmptyAndTrim(chart);
    }

    /** The name of the environment's cluster; null for the one in the release file. */
    public @Nullable String getCluster() {
        return Util.fixEmptyAndTrim(cluster);
    }

    /** The environment's namespace; null for the one in the release file. */
    public @Nullable String getNamespace() {
        return Util.fixEmptyAndTrim(namespace);
    }

    /**
     * The files with the environment's chart values.
     *
     * @return a list in the form of the release file, or separated by commas; null for those of the release file
     */
    public @Nullable String getValues() {
        return Util.fixEmptyAndTrim(values);
    }

    /** Whether a missing namespace is created; false leaves it to the release file. */
    public boolean isCreateNamespace() {
        return createNamespace;
    }

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        String name = Objects.requireNonNullElse(getEnvironment(), "");
        String existing = getBundle();
        ReleaseSpec.Beside beside = given.required(
                        "environment", getEnvironment(), "say which, for example environment: 'staging'")
                .either(
                        "image",
                        getImage(),
                        "bundle",
                        existing,
                        "say what is deployed: an image with its chart, or a bundle")
                .value(repositoryOf(getImage()), "image", "repository")
                .value(
                        existing == null || !existing.contains("@") ? null : repositoryOf(existing),
                        "image",
                        "repository")
                .value(getChart(), "chart", "path")
                .value(getCluster(), "environments", name, "cluster")
                .value(getNamespace(), "environments", name, "namespace")
                .list(getValues(), "environments", name, "values")
                .value(createNamespace ? true : null, "environments", name, "createNamespace")
                .beside();
        boolean needed = getCluster() == null;
        ReleaseAnswer.Part answer = ReleaseAnswer.Part.DEPLOYMENT;
        return existing == null
                ? request(beside, needed, only(getImage(), "chart", "bundle", name), getVersion(), name, answer)
                : request(beside, needed, new StepRequest.OfBundle(null, existing, null, name, false), answer);
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
