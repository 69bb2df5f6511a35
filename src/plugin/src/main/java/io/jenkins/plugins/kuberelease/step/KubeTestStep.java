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

    private @Nullable String image;
    private @Nullable String command;
    private @Nullable String reports;
    private @Nullable String cluster;
    private @Nullable String namespace;
    private @Nullable String within;
    private @Nullable String runAsUser;
    private @Nullable String resources;
    private @Nullable String datastores;

    @DataBoundConstructor
    public KubeTestStep() {
        // All fields have setters: missing values are reported together.
    }

    /** The reference of the image to test; null to build it first. */
    public @Nullable String getImage() {
        return image;
    }

    @DataBoundSetter
    public void setImage(@Nullable String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    /**
     * The command that runs the tests in the image.
     *
     * @return a list in the form of the release file, or one text for a shell; null for the one in the release file
     */
    public @Nullable String getCommand() {
        return command;
    }

    @DataBoundSetter
    public void setCommand(@Nullable String command) {
        this.command = Util.fixEmptyAndTrim(command);
    }

    /** A glob for the JUnit reports that the tests write; null for the one in the release file. */
    public @Nullable String getReports() {
        return reports;
    }

    @DataBoundSetter
    public void setReports(@Nullable String reports) {
        this.reports = Util.fixEmptyAndTrim(reports);
    }

    /** The name of the cluster that the tests run in; null for the one in the release file. */
    public @Nullable String getCluster() {
        return cluster;
    }

    @DataBoundSetter
    public void setCluster(@Nullable String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** The namespace that the tests run in; null for the one in the release file, or the default. */
    public @Nullable String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(@Nullable String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    /** The time limit of the tests, in the form of the release file; null for the one there, or the default. */
    public @Nullable String getWithin() {
        return within;
    }

    @DataBoundSetter
    public void setWithin(@Nullable String within) {
        this.within = Util.fixEmptyAndTrim(within);
    }

    /** The numeric id of the user that the tests run as; null for the one in the release file. */
    public @Nullable String getRunAsUser() {
        return runAsUser;
    }

    @DataBoundSetter
    public void setRunAsUser(@Nullable String runAsUser) {
        this.runAsUser = Util.fixEmptyAndTrim(runAsUser);
    }

    /**
     * The resource requests and limits of the tests' container.
     *
     * @return a mapping in the form of the release file, or null for the one there
     */
    public @Nullable String getResources() {
        return resources;
    }

    @DataBoundSetter
    public void setResources(@Nullable String resources) {
        this.resources = Util.fixEmptyAndTrim(resources);
    }

    /**
     * The datastores beside the tests.
     *
     * @return a mapping in the form of the release file, or null for the one there
     */
    public @Nullable String getDatastores() {
        return datastores;
    }

    @DataBoundSetter
    public void setDatastores(@Nullable String datastores) {
        this.datastores = Util.fixEmptyAndTrim(datastores);
    }

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
