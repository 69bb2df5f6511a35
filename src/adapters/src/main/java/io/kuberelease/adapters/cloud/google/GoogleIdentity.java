package io.kuberelease.adapters.cloud.google;

import io.kuberelease.port.RegistryAuth.Credentials;
import java.util.function.Supplier;

/**
 * Somebody at Google.
 *
 * @param name tells one from another; without secrets
 * @param tokens gives a new token of theirs; asks Google, and may be refused
 */
public record GoogleIdentity(String name, Supplier<Credentials> tokens) {

    /** The owner of a service account's key. */
    public static GoogleIdentity of(String what, ServiceAccountKey key, GoogleLogin login) {
        return new GoogleIdentity(what + " " + key.account(), () -> login.login(key));
    }
}
