package io.kuberelease.adapters.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RenewedTokenTest {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aTokenIsAskedForAgainAfterAMinuteAndNotBefore() {
        AtomicInteger asked = new AtomicInteger();
        RenewedToken token = new RenewedToken(() -> "token-" + asked.incrementAndGet(), () -> now);

        assertThat(token.getToken()).isEqualTo("token-1");
        now = now.plus(Duration.ofSeconds(59));
        assertThat(token.getToken()).isEqualTo("token-1");
        now = now.plus(Duration.ofSeconds(2));
        assertThat(token.getToken()).isEqualTo("token-2");
    }
}
