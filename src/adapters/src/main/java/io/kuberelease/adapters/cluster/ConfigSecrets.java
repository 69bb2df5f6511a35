package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.Config;
import io.kuberelease.model.FoundSecrets;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The secrets in a cluster's settings, which are to be masked wherever they turn up. */
public final class ConfigSecrets {
    private ConfigSecrets() {}

    /** The tokens, also one that is made when it is needed, the password and the client's key. */
    public static FoundSecrets of(Config config) {
        return FoundSecrets.of(Stream.of(
                        config.getOauthToken(),
                        config.getAutoOAuthToken(),
                        config.getPassword(),
                        config.getClientKeyData(),
                        Optional.ofNullable(config.getOauthTokenProvider())
                                .map(provider -> provider.getToken())
                                .orElse(null))
                .filter(Objects::nonNull)
                .filter(secret -> !secret.isBlank())
                .toList());
    }
}
