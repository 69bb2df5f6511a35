package io.jenkins.plugins.kuberelease.config;

import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import io.kuberelease.app.access.FolderNames;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A configured cluster, with the name that release files use for it. Holds the id of a credential, never a secret. */
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

    /** The URL of the API server; null when the credential is a kubeconfig. */
    public @Nullable String getAddress() {
        return address;
    }

    @DataBoundSetter
    public void setAddress(@Nullable String address) {
        this.address = Util.fixEmptyAndTrim(address);
    }

    /** The CA certificates of the API server, as PEM; null when Java trusts them already. */
    public @Nullable String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(@Nullable String caCertificate) {
        this.caCertificate = Util.fixEmptyAndTrim(caCertificate);
    }

    /** The id of the credential: a kubeconfig, or the login for the address; null when none is chosen. */
    public @Nullable String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@Nullable String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** The context of the kubeconfig to use; null for its current one. */
    public @Nullable String getContext() {
        return context;
    }

    @DataBoundSetter
    public void setContext(@Nullable String context) {
        this.context = Util.fixEmptyAndTrim(context);
    }

    /** Full names of the folders whose jobs may use the cluster, separated by lines or commas; null for all jobs. */
    public @Nullable String getFolders() {
        return folders;
    }

    @DataBoundSetter
    public void setFolders(@Nullable String folders) {
        this.folders = Util.fixEmptyAndTrim(folders);
    }

    /** The ARN of an EKS cluster, whose tokens are made from an access key; null for any other cluster. */
    public @Nullable String getEksCluster() {
        return eksCluster;
    }

    @DataBoundSetter
    public void setEksCluster(@Nullable String eksCluster) {
        this.eksCluster = Util.fixEmptyAndTrim(eksCluster);
    }

    /** Whether the job with this full name may use the cluster. */
    public boolean servesJob(String fullName) {
        return folders == null || FolderNames.of(folders).hold(fullName);
    }
}
