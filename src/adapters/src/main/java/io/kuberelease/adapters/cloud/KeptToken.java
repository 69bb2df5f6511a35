package io.kuberelease.adapters.cloud;

import io.kuberelease.port.RegistryAuth.Credentials;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps a token until some minutes before its end, so that whoever is given it can use it for a while: BuildKit, for one,
 * asks again only after five. Safe for many threads; one of them fetches, the others wait for it.
 */
public final class KeptToken {
    /** A token with less than this left is not given to anybody, unless the service has no better one. */
    private static final Duration LEFT_AT_LEAST = Duration.ofMinutes(10);

    private final InstantSource clock;
    private Optional<Credentials> kept = Optional.empty();

    public KeptToken(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The token that is kept, or a new one.
     *
     * @param service where a new one comes from; absent when it has none for us
     */
    public synchronized Optional<Credentials> get(Supplier<Optional<Credentials>> service) {
        kept = kept.filter(this::lasts).or(service);
        return kept;
    }

    /** The next one is a new one. */
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
