package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
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

    /** The name of the environment; must not be null when the step runs. */
    @DataBoundSetter
    public @Nullable String environment;

    /** The reference of the image to deploy with the chart; null where a bundle is given. */
    @DataBoundSetter
    public @Nullable String image;

    /** The reference or digest of the bundle to deploy; null where an image is given. */
    @DataBoundSetter
    public @Nullable String bundle;

    /** The path of the chart's directory, for an image; null for the default. */
    @DataBoundSetter
    public @Nullable String chart;

    /** The name of the environment's cluster; null for the one in the release file. */
    @DataBoundSetter
    public @Nullable String cluster;

    /** The environment's namespace; null for the one in the release file. */
    @DataBoundSetter
    public @Nullable String namespace;

    /**
     * The files with the environment's chart values: a list in the form of the release file, or separated by commas;
     * null for those of the release file.
     */
    @DataBoundSetter
    public @Nullable String values;

    /** Whether a missing namespace is created; false leaves it to the release file. */
    @DataBoundSetter
    public boolean createNamespace;

    @DataBoundConstructor
    public KubeDeployStep() {}

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        String name = Objects.requireNonNullElse(environment, "");
        String existing = bundle;
        ReleaseSpec.Beside beside = given.required(
                        "environment", environment, "say which, for example environment: 'staging'")
                .either(
                        "image",
                        image,
                        "bundle",
                        existing,
                        "say what is deployed: an image with its chart, or a bundle")
                .value(repositoryOf(image), "image", "repository")
                .value(
                        existing == null || !existing.contains("@") ? null : repositoryOf(existing),
                        "image",
                        "repository")
                .value(chart, "chart", "path")
                .value(cluster, "environments", name, "cluster")
                .value(namespace, "environments", name, "namespace")
                .list(values, "environments", name, "values")
                .value(createNamespace ? true : null, "environments", name, "createNamespace")
                .beside();
        boolean needed = cluster == null;
        ReleaseAnswer.Part answer = ReleaseAnswer.Part.DEPLOYMENT;
        return existing == null
                ? request(beside, needed, only(image, "chart", "bundle", name), version, name, answer)
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
