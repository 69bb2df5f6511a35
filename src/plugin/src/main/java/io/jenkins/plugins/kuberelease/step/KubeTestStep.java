package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import hudson.Util;
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

    @DataBoundSetter private @Nullable String image;
    @DataBoundSetter private @Nullable String command;
    @DataBoundSetter private @Nullable String reports;
    @DataBoundSetter private @Nullable String cluster;
    @DataBoundSetter private @Nullable String namespace;
    @DataBoundSetter private @Nullable String within;
    @DataBoundSetter private @Nullable String runAsUser;
    @DataBoundSetter private @Nullable String resources;
    @DataBoundSetter private @Nullable String datastores;

    @DataBoundConstructor
    public KubeTestStep() {}

    /** The reference of the image to test; null to build it first. */
    public @Nullable String getImage() {
        return Util.fixEmptyAndTrim(image);
    }

    /**
     * The command that runs the tests in the image.
     *
     * @return a list in the form of the release file, or one text for a shell; null for the one in the release file
     */
    public @Nullable String getCommand() {
        return Util.fixEmptyAndTrim(command);
    }

    /** A glob for the JUnit reports that the tests write; null for the one in the release file. */
    public @Nullable String getReports() {
        return Util.fixEmptyAndTrim(reports);
    }

    /** The name of the cluster that the tests run in; null for the one in the release file. */
    public @Nullable String getCluster() {
        return Util.fixEmptyAndTrim(cluster);
    }

    /** The namespace that the tests run in; null for the one in the release file, or the default. */
    public @Nullable String getNamespace() {
        return Util.fixEmptyAndTrim(namespace);
    }

    /** The time limit of the tests, in the form of the release file; null for the one there, or the default. */
    public @Nullable String getWithin() {
        return Util.fixEmptyAndTrim(within);
    }

    /** The numeric id of the user that the tests run as; null for the one in the release file. */
    public @Nullable String getRunAsUser() {
        return Util.fixEmptyAndTrim(runAsUser);
    }

    /**
     * The resource requests and limits of the tests' container.
     *
     * @return a mapping in the form of the release file, or null for the one there
     */
    public @Nullable String getResources() {
        return Util.fixEmptyAndTrim(resources);
    }

    /**
     * The datastores beside the tests.
     *
     * @return a mapping in the form of the release file, or null for the one there
     */
    public @Nullable String getDatastores() {
        return Util.fixEmptyAndTrim(datastores);
    }

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.value(repositoryOf(getImage()), "image", "repository")
                .command(getCommand(), "test", "command")
                .value(getReports(), "test", "reports")
                .value(getCluster(), "test", "cluster")
                .value(getNamespace(), "test", "namespace")
                .value(getWithin(), "test", "within")
                .written(getRunAsUser(), "test", "runAsUser")
                .written(getResources(), "test", "resources")
                .written(getDatastores(), "datastores")
                .beside();
        ReleaseSpec.Parts parts = new ReleaseSpec.Parts(List.of("test"), getImage() != null, Optional.ofNullable(getImage()));
        return request(beside, getImage() == null || getCommand() == null, parts, null, null, ReleaseAnswer.Part.TESTS);
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
