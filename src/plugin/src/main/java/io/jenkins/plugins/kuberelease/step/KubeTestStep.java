package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.CallArguments;
import io.kuberelease.app.GivenSettings;
import io.kuberelease.app.ReleaseAnswer;
import io.kuberelease.app.ReleaseSpec;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code kubeTest} in a Jenkinsfile: runs an image's tests in a cluster, beside their datastores; returns how many
 * passed.
 */
public final class KubeTestStep extends ReleaseStep {
    private static final String NAME = "kubeTest";

    /** The reference of the image to test; null to build it first. */
    @DataBoundSetter
    public @Nullable String image;

    /**
     * The command that runs the tests in the image: a list in the form of the release file, or one text for a shell;
     * null for the one in the release file.
     */
    @DataBoundSetter
    public @Nullable String command;

    /** A glob for the JUnit reports that the tests write; null for the one in the release file. */
    @DataBoundSetter
    public @Nullable String reports;

    /** The name of the cluster that the tests run in; null for the one in the release file. */
    @DataBoundSetter
    public @Nullable String cluster;

    /** The namespace that the tests run in; null for the one in the release file, or the default. */
    @DataBoundSetter
    public @Nullable String namespace;

    /** The time limit of the tests, in the form of the release file; null for the one there, or the default. */
    @DataBoundSetter
    public @Nullable String within;

    /** The numeric id of the user that the tests run as; null for the one in the release file. */
    @DataBoundSetter
    public @Nullable String runAsUser;

    /**
     * The resource requests and limits of the tests' container: a mapping in the form of the release file, or null for
     * the one there.
     */
    @DataBoundSetter
    public @Nullable String resources;

    /** The datastores beside the tests: a mapping in the form of the release file, or null for the one there. */
    @DataBoundSetter
    public @Nullable String datastores;

    @DataBoundConstructor
    public KubeTestStep() {}

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.value(repositoryOf(image), "image", "repository")
                .command(command, "test", "command")
                .value(reports, "test", "reports")
                .value(cluster, "test", "cluster")
                .value(namespace, "test", "namespace")
                .value(within, "test", "within")
                .written(runAsUser, "test", "runAsUser")
                .written(resources, "test", "resources")
                .written(datastores, "datastores")
                .beside();
        ReleaseSpec.Parts parts = new ReleaseSpec.Parts(List.of("test"), image != null, Optional.ofNullable(image));
        return request(beside, image == null || command == null, parts, null, null, ReleaseAnswer.Part.TESTS);
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends Descriptor {
        public DescriptorImpl() {
            super(NAME, "Test an image in a cluster with kube-release", CallArguments::withImage);
        }
    }
}
