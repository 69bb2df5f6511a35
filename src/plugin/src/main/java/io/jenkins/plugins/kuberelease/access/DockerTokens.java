package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import jenkins.authentication.tokens.api.AuthenticationTokens;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryToken;

/** What other plugins make of their credentials for Docker's registries. Loaded only where docker-commons is. */
final class DockerTokens {
    private DockerTokens() {}

    /** Absent when nobody knows how. May ask a service of the credential's kind. */
    static Optional<Credentials> of(StandardCredentials found) {
        return Optional.ofNullable(AuthenticationTokens.convert(DockerRegistryToken.class, found))
                .flatMap(token -> pair(token.getToken()));
    }

    private static Optional<Credentials> pair(String token) {
        String pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return colon < 1
                ? Optional.empty()
                : Optional.of(new Credentials(
                        pair.substring(0, colon), new Secret(pair.substring(colon + 1)), Optional.empty()));
    }
}
