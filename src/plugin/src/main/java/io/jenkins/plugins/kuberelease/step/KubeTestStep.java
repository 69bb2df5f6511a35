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

/** {@code kubeTest} in a Jenkinsfile: runs an image's tests in a cluster, beside their datastores; gives back how many passed. */
public final class KubeTestStep extends SourceStep {
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

    /** With nothing said. */
    @DataBoundConstructor
    public KubeTestStep() {
        // Everything has a setter: what is missing is told all at once.
    }

    /** The image that is tested: its reference, or null to build it first. */
    public @Nullable String getImage() {
        return image;
    }

    @DataBoundSetter
    public void setImage(@Nullable String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    /**
     * What runs the tests in the image.
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

    /** Where the tests write their JUnit reports: a glob, or null for the one in the release file. */
    public @Nullable String getReports() {
        return reports;
    }

    @DataBoundSetter
    public void setReports(@Nullable String reports) {
        this.reports = Util.fixEmptyAndTrim(reports);
    }

    /** The cluster that the tests run in: its name, or null for the one in the release file. */
    public @Nullable String getCluster() {
        return cluster;
    }

    @DataBoundSetter
    public void setCluster(@Nullable String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** The namespace that the tests run in: its name, or null for the usual one. */
    public @Nullable String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(@Nullable String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    /** How long the tests may take: a time, or null for the usual one. */
    public @Nullable String getWithin() {
        return within;
    }

    @DataBoundSetter
    public void setWithin(@Nullable String within) {
        this.within = Util.fixEmptyAndTrim(within);
    }

    /** The user that the tests run as: a number, or null for the one in the release file. */
    public @Nullable String getRunAsUser() {
        return runAsUser;
    }

    @DataBoundSetter
    public void setRunAsUser(@Nullable String runAsUser) {
        this.runAsUser = Util.fixEmptyAndTrim(runAsUser);
    }

    /**
     * What the tests' container asks for and may take.
     *
     * @return a mapping in the form of the release file, or null for that in the release file
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
     * @return a mapping in the form of the release file, or null for those in the release file
     */
    public @Nullable String getDatastores() {
        return datastores;
    }

    @DataBoundSetter
    public void setDatastores(@Nullable String datastores) {
        this.datastores = Util.fixEmptyAndTrim(datastores);
    }

    @Override
    StepExecution begin(StepContext context) throws AbortException {
        String beside = new ReleaseFileOverlay(NAME)
                .text(StepTexts.repository(NAME, image), "image", "repository")
                .command(command, "test", "command")
                .text(reports, "test", "reports")
                .text(cluster, "test", "cluster")
                .text(namespace, "test", "namespace")
                .text(within, "test", "within")
                .written(runAsUser, "test", "runAsUser")
                .written(resources, "test", "resources")
                .written(datastores, "datastores")
                .text();
        SourceSettings source = source(NAME, image == null || command == null, beside);
        return new KubeReleaseExecution(
                context, new PartsOrder(source, null, "", "test", image != null, image, Answer.TESTS));
    }

    /** What the snippet generator and the pipeline ask about the step. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends SourceStepDescriptor {
        public DescriptorImpl() {
            super(NAME, "Test an image in a cluster with kube-release", StepArguments::withImage);
        }
    }
}
