package io.kuberelease.adapters.cloud;

import io.kuberelease.port.RegistryAuth.Credentials;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps a token until some minutes before it expires, so that each caller can use it for a while: BuildKit, for one,
 * asks again only after five. Thread-safe: one thread fetches, the others wait for it.
 */
public final class KeptToken {
    /** A kept token with less than this left is replaced; a new one is returned however long it lasts. */
    private static final Duration LEFT_AT_LEAST = Duration.ofMinutes(10);

    private final InstantSource clock;
    private Optional<Credentials> kept = Optional.empty();

    public KeptToken(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The token that is kept, or a new one.
     *
     * @param service fetches a new one; its result is empty when there is none for us
     */
    public synchronized Optional<Credentials> get(Supplier<Optional<Credentials>> service) {
        kept = kept.filter(this::lasts).or(service);
        return kept;
    }

    /** Drops the token, so that the next call fetches a new one. */
    public synchronized void forget() {
        kept = Optional.empty();
    }

    private boolean lasts(Credentials credentials) {
        return credentials
                .expires()
                .map(end -> clock.instant().plus(LEFT_AT_LEAST).isBefore(end))
                .orElse(true);
    }
}
