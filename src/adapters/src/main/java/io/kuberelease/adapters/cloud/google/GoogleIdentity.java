package io.kuberelease.adapters.cloud.google;

import io.kuberelease.port.RegistryAuth.Credentials;
import java.util.function.Supplier;

/**
 * An identity at Google.
 *
 * @param name tells it from others; holds no secret
 * @param tokens gives a new token; asks Google, and throws when refused
 */
public record GoogleIdentity(String name, Supplier<Credentials> tokens) {

    /** The service account of a key. */
    public static GoogleIdentity of(String what, ServiceAccountKey key, GoogleLogin login) {
        return new GoogleIdentity(what + " " + key.account(), () -> login.login(key));
    }
}
