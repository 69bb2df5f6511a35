package io.jenkins.plugins.kuberelease.access;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A token that is asked for again every minute, so that one that ends or is changed does not stop a long release. */
final class RenewedToken implements OAuthTokenProvider {
    private static final long KEPT = Duration.ofMinutes(1).toNanos();

    private final Supplier<@Nullable String> source;
    private @Nullable String token;
    private long since;

    RenewedToken(Supplier<@Nullable String> source) {
        this.source = source;
    }

    @Override
    public synchronized String getToken() {
        String known = token;
        if (known == null || System.nanoTime() - since > KEPT) {
            String asked = source.get();
            known = asked == null ? "" : asked;
            token = known;
            since = System.nanoTime();
        }
        return known;
    }
}
