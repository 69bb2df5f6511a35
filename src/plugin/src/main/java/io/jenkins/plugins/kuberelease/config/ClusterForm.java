package io.jenkins.plugins.kuberelease.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.kuberelease.app.access.ClusterFields;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form in which a cluster is configured: its choices and validations. */
@Extension
public final class ClusterForm extends Descriptor<ConfiguredCluster> {
    public ClusterForm() {
        super(ConfiguredCluster.class);
    }

    @Override
    public String getDisplayName() {
        return "Cluster";
    }

    @POST
    public FormValidation doCheckName(@AncestorInPath @Nullable Item item, @QueryParameter @Nullable String value) {
        Forms.mayConfigure(item);
        return Jenkins.get().clouds.stream()
                        .anyMatch(cloud -> cloud.name.equals(Util.fixNull(value).strip()))
                ? FormValidation.warning("There is a cloud of this name too; the cluster here is used")
                : Forms.shown(fields(value, null, null, null, null).wrongName());
    }

    @POST
    public FormValidation doCheckAddress(@AncestorInPath @Nullable Item item, @QueryParameter @Nullable String value) {
        Forms.mayConfigure(item);
        return Forms.shown(fields(null, value, null, null, null).wrongAddress());
    }

    @POST
    public FormValidation doCheckCaCertificate(
            @AncestorInPath @Nullable Item item, @QueryParameter @Nullable String value) {
        Forms.mayConfigure(item);
        return Forms.shown(fields(null, null, value, null, null).wrongCaCertificate());
    }

    @POST
    public FormValidation doCheckCredentialsId(
            @AncestorInPath @Nullable Item item,
            @QueryParameter @Nullable String value,
            @QueryParameter @Nullable String address) {
        Forms.mayConfigure(item);
        return Forms.shown(fields(null, address, null, value, null).wrongCredential());
    }

    @POST
    public FormValidation doCheckEksCluster(
            @AncestorInPath @Nullable Item item,
            @QueryParameter @Nullable String value,
            @QueryParameter @Nullable String address) {
        Forms.mayConfigure(item);
        return Forms.shown(fields(null, address, null, null, value).wrongEksCluster());
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath @Nullable Item item, @QueryParameter @Nullable String credentialsId) {
        return CredentialChoices.forClusters(item, Util.fixNull(credentialsId));
    }

    /** For administrators only, since it makes Jenkins connect to an address from the request. */
    @POST
    public FormValidation doTestConnection(
            @AncestorInPath @Nullable Item item,
            @QueryParameter @Nullable String name,
            @QueryParameter @Nullable String address,
            @QueryParameter @Nullable String caCertificate,
            @QueryParameter @Nullable String credentialsId,
            @QueryParameter @Nullable String context,
            @QueryParameter @Nullable String eksCluster) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        ConfiguredCluster cluster = new ConfiguredCluster(Util.fixNull(name));
        cluster.setAddress(Util.fixNull(address));
        cluster.setCaCertificate(Util.fixNull(caCertificate));
        cluster.setCredentialsId(Util.fixNull(credentialsId));
        cluster.setContext(Util.fixNull(context));
        cluster.setEksCluster(Util.fixNull(eksCluster));
        return Forms.answer(() -> ConnectionTester.get().tryCluster(item, cluster));
    }

    private static ClusterFields fields(
            @Nullable String name,
            @Nullable String address,
            @Nullable String caCertificate,
            @Nullable String credential,
            @Nullable String eksCluster) {
        return new ClusterFields(
                Util.fixNull(name),
                Util.fixNull(address),
                Util.fixNull(caCertificate),
                Util.fixNull(credential),
                Util.fixNull(eksCluster));
    }
}
