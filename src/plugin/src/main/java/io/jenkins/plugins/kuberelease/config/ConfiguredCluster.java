package io.jenkins.plugins.kuberelease.config;

import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A cluster by the name that release files use for it. Holds the id of a credential, never a secret. */
public final class ConfiguredCluster extends AbstractDescribableImpl<ConfiguredCluster> {
    private final String name;
    private @Nullable String address;
    private @Nullable String caCertificate;
    private @Nullable String credentialsId;
    private @Nullable String context;
    private @Nullable String folders;
    private @Nullable String eksCluster;

    @DataBoundConstructor
    public ConfiguredCluster(String name) {
        this.name = name.strip();
    }

    public String getName() {
        return name;
    }

    /** Where the API server answers; null when the credential is a kubeconfig. */
    public @Nullable String getAddress() {
        return address;
    }

    @DataBoundSetter
    public void setAddress(@Nullable String address) {
        this.address = Util.fixEmptyAndTrim(address);
    }

    /** PEM of who signs for the API server; null when Java knows them. */
    public @Nullable String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(@Nullable String caCertificate) {
        this.caCertificate = Util.fixEmptyAndTrim(caCertificate);
    }

    /** A kubeconfig, or what is used at the address. */
    public @Nullable String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@Nullable String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** Which context of a kubeconfig; null for its current one. */
    public @Nullable String getContext() {
        return context;
    }

    @DataBoundSetter
    public void setContext(@Nullable String context) {
        this.context = Util.fixEmptyAndTrim(context);
    }

    /** Full names of the folders whose jobs may use the cluster, one a line; null for all jobs. */
    public @Nullable String getFolders() {
        return folders;
    }

    @DataBoundSetter
    public void setFolders(@Nullable String folders) {
        this.folders = Util.fixEmptyAndTrim(folders);
    }

    /** The ARN of a cluster at EKS, whose tokens are made from an access key; null for any other. */
    public @Nullable String getEksCluster() {
        return eksCluster;
    }

    @DataBoundSetter
    public void setEksCluster(@Nullable String eksCluster) {
        this.eksCluster = Util.fixEmptyAndTrim(eksCluster);
    }

    /** Whether a job may use it. */
    public boolean servesJob(String fullName) {
        return folders == null || FolderNames.of(folders).hold(fullName);
    }
}
