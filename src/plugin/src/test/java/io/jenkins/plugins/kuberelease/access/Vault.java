package io.jenkins.plugins.kuberelease.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.util.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/** Puts credentials where a person would: into Jenkins' own store, or a folder's. */
public final class Vault {
    private Vault() {}

    /** Into Jenkins' own. */
    public static void keep(StandardCredentials... credentials) throws IOException {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials().addAll(List.of(credentials));
        store.save();
    }

    static void keep(Folder folder, StandardCredentials... credentials) throws IOException {
        for (CredentialsStore store : CredentialsProvider.lookupStores(folder)) {
            if (store.getContext() == folder) {
                for (StandardCredentials each : credentials) {
                    assertThat(store.addCredentials(Domain.global(), each)).isTrue();
                }
            }
        }
    }

    /** A secret text that jobs see. */
    public static StringCredentialsImpl text(String id, String secret) {
        return text(CredentialsScope.GLOBAL, id, secret);
    }

    static StringCredentialsImpl text(CredentialsScope scope, String id, String secret) {
        return new StringCredentialsImpl(scope, id, "", Secret.fromString(secret));
    }

    /** A secret file that jobs see. */
    public static FileCredentialsImpl file(String id, String content) {
        SecretBytes bytes = SecretBytes.fromRawBytes(content.getBytes(StandardCharsets.UTF_8));
        return new FileCredentialsImpl(CredentialsScope.GLOBAL, id, "", id, bytes);
    }

    /** A user and a password that jobs see. */
    public static UsernamePasswordCredentialsImpl password(String id, String user, String password) {
        try {
            return new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, "", user, password);
        } catch (hudson.model.Descriptor.FormException refused) {
            throw new IllegalArgumentException(refused);
        }
    }
}
