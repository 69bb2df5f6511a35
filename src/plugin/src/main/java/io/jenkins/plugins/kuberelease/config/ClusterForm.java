package io.jenkins.plugins.kuberelease.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.kuberelease.access.Connections;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form in which a cluster is configured: what it offers, and what it says of what was typed. */
@Extension
public final class ClusterForm extends Descriptor<ConfiguredCluster> {
    /** The one that Jenkins makes. */
    public ClusterForm() {
        super(ConfiguredCluster.class);
    }

    @Override
    public String getDisplayName() {
        return "Cluster";
    }

    @POST
    public FormValidation doCheckName(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
        Forms.mayConfigure(item);
        return ClusterChecks.name(value);
    }

    @POST
    public FormValidation doCheckAddress(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
        Forms.mayConfigure(item);
        return ClusterChecks.address(value);
    }

    @POST
    public FormValidation doCheckCaCertificate(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
        Forms.mayConfigure(item);
        return ClusterChecks.caCertificate(value);
    }

    @POST
    public FormValidation doCheckCredentialsId(
            @AncestorInPath @Nullable Item item, @QueryParameter String value, @QueryParameter String address) {
        Forms.mayConfigure(item);
        return ClusterChecks.credential(value, address);
    }

    @POST
    public FormValidation doCheckEksCluster(
            @AncestorInPath @Nullable Item item, @QueryParameter String value, @QueryParameter String address) {
        Forms.mayConfigure(item);
        return ClusterChecks.eksCluster(value, address);
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
