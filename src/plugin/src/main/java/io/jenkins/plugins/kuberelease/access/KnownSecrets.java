package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.PasswordCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.fabric8.kubernetes.client.Config;
import io.kuberelease.model.FoundSecrets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that were read from Jenkins' credentials for a build, and the tokens obtained with them. All of them must
 * be masked wherever they turn up. Thread-safe.
 */
final class KnownSecrets {
    private final Set<String> seen = new LinkedHashSet<>();
    private @Nullable Consumer<FoundSecrets> reader;

    /** Passes on all secrets seen so far, and from now on each new one. A later reader replaces this one. */
    synchronized void readBy(Consumer<FoundSecrets> now) {
        reader = now;
        now.accept(FoundSecrets.of(seen));
    }

    void see(StandardCredentials found) {
        if (found instanceof StringCredentials text) {
            see(text.getSecret().getPlainText());
        }
        if (found instanceof PasswordCredentials password) {
            see(password.getPassword().getPlainText());
        }
    }

    /** Adds only the secret fields of a cluster's settings: tokens, password and client key. */
    void see(Config config) {
        see(config.getOauthToken(), config.getAutoOAuthToken(), config.getPassword(), config.getClientKeyData());
        if (config.getOauthTokenProvider() != null) {
            see(config.getOauthTokenProvider().getToken());
        }
    }

    synchronized void see(@Nullable String... secrets) {
        Set<String> added = new LinkedHashSet<>();
        Arrays.stream(secrets)
                .filter(Objects::nonNull)
                .filter(secret -> !secret.isBlank())
                .filter(seen::add)
                .forEach(added::add);
        if (reader != null && !added.isEmpty()) {
            reader.accept(FoundSecrets.of(added));
        }
    }
}
