package io.jenkins.plugins.kuberelease.config;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.kuberelease.cloud.CloudTokens;
import java.util.List;
import jenkins.authentication.tokens.api.AuthenticationTokens;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuth;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jspecify.annotations.Nullable;

/** The credentials that a form offers; users who may not see them are only shown the id of the current one. */
final class CredentialChoices {
    private CredentialChoices() {}

    static ListBoxModel forClusters(@Nullable Item item, String current) {
        return choices(
                item,
                current,
                CredentialsMatchers.anyOf(
                        AuthenticationTokens.matcher(KubernetesAuth.class),
                        CredentialsMatchers.instanceOf(FileCredentials.class),
                        CloudTokens::isCloudCredential));
    }

    static ListBoxModel forRegistries(@Nullable Item item, String current) {
        return choices(
                item,
                current,
                CredentialsMatchers.anyOf(
                        CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class),
                        CredentialsMatchers.instanceOf(FileCredentials.class),
                        CloudTokens::isCloudCredential));
    }

    private static ListBoxModel choices(@Nullable Item item, String current, CredentialsMatcher matcher) {
        StandardListBoxModel model = new StandardListBoxModel();
        if (!maySee(item)) {
            return model.includeCurrentValue(current);
        }
        model.includeEmptyValue();
        if (item == null) {
            model.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, List.of(), matcher);
        } else {
            model.includeMatchingAs(ACL.SYSTEM2, item, StandardCredentials.class, List.of(), matcher);
        }
        return model.includeCurrentValue(current);
    }

    private static boolean maySee(@Nullable Item item) {
        if (item == null) {
            return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
        }
        return item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }
}
