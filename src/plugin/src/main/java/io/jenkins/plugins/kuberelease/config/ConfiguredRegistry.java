package io.jenkins.plugins.kuberelease.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.kuberelease.model.ImageRepository;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The login for a registry, or for a part of one. Holds the id of a credential, never a secret. */
public final class ConfiguredRegistry extends AbstractDescribableImpl<ConfiguredRegistry> {
    private static final String PREFIX = "[A-Za-z0-9.-]+(:\\d+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*";

    /** Addresses that Docker uses for its own registry. */
    private static final Set<String> DOCKER_HUB =
            Set.of("index.docker.io/v1", "index.docker.io", "registry-1.docker.io");

    private final String prefix;
    private @Nullable String credentialsId;
    private boolean plainHttp;

    /**
     * @param prefix a host, with a port where it has one, and the beginning of a path when it is only for a part
     */
    @DataBoundConstructor
    public ConfiguredRegistry(String prefix) {
        String name = prefix.strip().replaceAll("^https?://|/+$", "");
        this.prefix = DOCKER_HUB.contains(name) ? "docker.io" : name;
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

    /** The registry's host and, where it has one, port. */
    public String host() {
        return prefix.contains("/") ? prefix.substring(0, prefix.indexOf('/')) : prefix;
    }

    /** Whether the entry is for a repository: the prefix must match whole parts of the repository's path. */
    public boolean serves(ImageRepository repository) {
        return repository.value().equals(prefix) || repository.value().startsWith(prefix + "/");
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
            return new ConfiguredRegistry(Util.fixNull(value)).prefix.matches(PREFIX)
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
            if (!registry.prefix.matches(PREFIX)) {
                return FormValidation.error("This is not the name of a registry");
            }
            registry.setCredentialsId(credentialsId);
            registry.setPlainHttp(plainHttp);
            return Forms.answer(() -> ConnectionTester.get().tryRegistry(item, registry));
        }
    }
}
