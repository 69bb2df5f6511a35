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
 * What was taken out of Jenkins' credentials for a build, and the tokens that were got with them: none of it may be told,
 * wherever it turns up. Safe for many threads.
 */
final class KnownSecrets {
    private final Set<String> seen = new LinkedHashSet<>();
    private @Nullable Consumer<FoundSecrets> reader;

    /** Hands on all that was seen, and from now on what is. */
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

    /** What a kubeconfig holds, of which the most is no secret, or a token made for the cluster. */
    void see(Config config) {
        see(config.getOauthToken(), config.getAutoOAuthToken(), config.getPassword(), config.getClientKeyData());
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
