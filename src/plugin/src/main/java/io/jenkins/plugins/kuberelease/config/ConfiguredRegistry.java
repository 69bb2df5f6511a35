package io.jenkins.plugins.kuberelease.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.kuberelease.app.access.RegistryEntry;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The login for a registry, or for a part of one. Holds the id of a credential, never a secret. */
public final class ConfiguredRegistry extends AbstractDescribableImpl<ConfiguredRegistry> {
    private final String prefix;
    private @Nullable String credentialsId;
    private boolean plainHttp;

    /**
     * @param prefix a host, with a port where it has one, and the beginning of a path when it is only for a part
     */
    @DataBoundConstructor
    public ConfiguredRegistry(String prefix) {
        this.prefix = RegistryEntry.prefix(prefix);
    }

    public String getPrefix() {
        return prefix;
    }

    /** The id of the credential; null for a registry that needs none. */
    public @Nullable String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@Nullable String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** Whether the registry is reached over HTTP, without TLS. */
    public boolean isPlainHttp() {
        return plainHttp;
    }

    @DataBoundSetter
    public void setPlainHttp(boolean plainHttp) {
        this.plainHttp = plainHttp;
    }

    public RegistryEntry entry() {
        return new RegistryEntry(prefix, Optional.ofNullable(credentialsId), plainHttp);
    }

    /** The form's validations and choices. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<ConfiguredRegistry> {

        @Override
        public String getDisplayName() {
            return "Registry";
        }

        @POST
        public FormValidation doCheckPrefix(
                @AncestorInPath @Nullable Item item, @QueryParameter @Nullable String value) {
            Forms.mayConfigure(item);
            return new ConfiguredRegistry(Util.fixNull(value)).entry().isValid()
                    ? FormValidation.ok()
                    : FormValidation.error("Give a host, or the beginning of a repository: registry.example.org/web");
        }

        @POST
        public FormValidation doCheckPlainHttp(@AncestorInPath @Nullable Item item, @QueryParameter boolean value) {
            Forms.mayConfigure(item);
            return value
                    ? FormValidation.warning("Images and passwords can be read and changed on their way")
                    : FormValidation.ok();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath @Nullable Item item, @QueryParameter @Nullable String credentialsId) {
            return CredentialChoices.forRegistries(item, Util.fixNull(credentialsId));
        }

        /** For administrators only, since it makes Jenkins connect to a registry from the request. */
        @POST
        public FormValidation doTestConnection(
                @AncestorInPath @Nullable Item item,
                @QueryParameter @Nullable String prefix,
                @QueryParameter @Nullable String credentialsId,
                @QueryParameter boolean plainHttp) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ConfiguredRegistry registry = new ConfiguredRegistry(Util.fixNull(prefix));
            if (!registry.entry().isValid()) {
                return FormValidation.error("This is not the name of a registry");
            }
            registry.setCredentialsId(credentialsId);
            registry.setPlainHttp(plainHttp);
            return Forms.answer(() -> ConnectionTester.get().tryRegistry(item, registry));
        }
    }
}
