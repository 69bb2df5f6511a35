package io.jenkins.plugins.kuberelease.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.kuberelease.access.Connections;
import io.jenkins.plugins.kuberelease.access.aws.EksCluster;
import java.util.Arrays;
import java.util.List;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

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
        return folders == null
                || folderNames().stream()
                        .anyMatch(folder -> fullName.equals(folder) || fullName.startsWith(folder + "/"));
    }

    private List<String> folderNames() {
        return Arrays.stream(Util.fixNull(folders).split("[\n,]", -1))
                .map(String::strip)
                .map(folder -> folder.replaceAll("^/+|/+$", ""))
                .filter(folder -> !folder.isEmpty())
                .toList();
    }

    /** The form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<ConfiguredCluster> {

        @Override
        public String getDisplayName() {
            return "Cluster";
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
            Forms.mayConfigure(item);
            if (value.isBlank()) {
                return FormValidation.error("Give it the name that release files use");
            }
            return Forms.isCloud(value.strip())
                    ? FormValidation.warning("There is a cloud of this name too; the cluster here is used")
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckAddress(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
            Forms.mayConfigure(item);
            return value.isBlank() || value.strip().matches("https?://[^/\\s].*")
                    ? FormValidation.ok()
                    : FormValidation.error("An address begins with https://");
        }

        @POST
        public FormValidation doCheckCaCertificate(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
            Forms.mayConfigure(item);
            return value.isBlank() || value.contains("-----BEGIN CERTIFICATE-----")
                    ? FormValidation.ok()
                    : FormValidation.error("A certificate in PEM form begins with -----BEGIN CERTIFICATE-----");
        }

        @POST
        public FormValidation doCheckCredentialsId(
                @AncestorInPath @Nullable Item item, @QueryParameter String value, @QueryParameter String address) {
            Forms.mayConfigure(item);
            return value.isBlank() && address.isBlank()
                    ? FormValidation.error("Without an address, choose a kubeconfig")
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckEksCluster(
                @AncestorInPath @Nullable Item item, @QueryParameter String value, @QueryParameter String address) {
            Forms.mayConfigure(item);
            if (value.isBlank()) {
                return FormValidation.ok();
            }
            if (EksCluster.of(value.strip()).isEmpty()) {
                return FormValidation.error("An ARN looks like arn:aws:eks:eu-west-1:123456789012:cluster/shop");
            }
            return address.isBlank()
                    ? FormValidation.error("Set the address of the API server too")
                    : FormValidation.ok();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath @Nullable Item item, @QueryParameter String credentialsId) {
            return CredentialChoices.forClusters(item, credentialsId);
        }

        /** For administrators alone: it makes Jenkins connect to the address that it is given. */
        @POST
        public FormValidation doTestConnection(
                @AncestorInPath @Nullable Item item,
                @QueryParameter @Nullable String name,
                @QueryParameter String address,
                @QueryParameter String caCertificate,
                @QueryParameter String credentialsId,
                @QueryParameter String context,
                @QueryParameter String eksCluster) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ConfiguredCluster cluster = new ConfiguredCluster(Util.fixNull(name));
            cluster.setAddress(address);
            cluster.setCaCertificate(caCertificate);
            cluster.setCredentialsId(credentialsId);
            cluster.setContext(context);
            cluster.setEksCluster(eksCluster);
            return Forms.answer(() -> Connections.of(item).tryCluster(cluster));
        }
    }
}
