package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A token that is fetched again when it is a minute old, so that a long release survives one that expires or is
 * changed.
 */
public final class RenewedToken implements OAuthTokenProvider {
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Supplier<@Nullable String> source;
    private final InstantSource clock;
    private @Nullable String token;
    private Instant until = Instant.MIN;

    /** @param source may block, and may give null where there is no token any more */
    public RenewedToken(Supplier<@Nullable String> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public synchronized String getToken() {
        String known = token;
        if (known == null || clock.instant().isAfter(until)) {
            String asked = source.get();
            known = asked == null ? "" : asked;
            token = known;
            until = clock.instant().plus(KEPT);
        }
        return known;
    }
}
