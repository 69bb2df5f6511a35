package io.kuberelease.port;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import java.time.Instant;
import java.util.Optional;

/** Knows with what to go to a registry. Asked each time: what it gives may end soon. */
public interface RegistryAuth {

    /**
     * Credentials for a repository; absent when the registry is to be asked anonymously.
     *
     * @throws io.kuberelease.model.ReleaseException when a credential helper or a token service refuses
     */
    Optional<Credentials> credentials(ImageRepository repository);

    /**
     * A user's name and a password or token.
     *
     * @param expires when they end; absent when they don't
     */
    record Credentials(String user, Secret password, Optional<Instant> expires) {}
}
