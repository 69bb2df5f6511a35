package io.kuberelease.port;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import java.time.Instant;
import java.util.Optional;

/** Gives the credentials for a registry. Asked before each use, since they may end soon. */
public interface RegistryAuth {

    /**
     * Credentials for a repository; absent when the registry is to be asked anonymously. A token is renewed some minutes
     * before it ends, so what is given now lasts for the next requests.
     *
     * @throws io.kuberelease.model.ReleaseException when a credential helper or a token service refuses
     */
    Optional<Credentials> credentials(ImageRepository repository);

    /**
     * Called when the registry refused the credentials: a token that was kept is forgotten. Makes no request.
     *
     * @return what a person should know and do; absent when there is nothing to say beside the registry's own words
     */
    default Optional<Advice> refused(ImageRepository repository, Refusal refusal) {
        return Optional.empty();
    }

    /**
     * A user's name and a password or token.
     *
     * @param expires when they end; absent when they don't
     */
    record Credentials(String user, Secret password, Optional<Instant> expires) {}

    /** Why a registry refuses. */
    enum Refusal {
        /** These credentials, or what they were used for. */
        DENIED,
        /** There is no such repository, or it is hidden from these credentials. */
        NO_SUCH_REPOSITORY
    }

    /**
     * An explanation of a refusal.
     *
     * @param about the user that was sent, and what does not fit; no secret
     * @param suggestion what to do about it, as the end of "perhaps you should …"
     */
    record Advice(String about, String suggestion) {}
}
