package io.jenkins.plugins.kuberelease.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentArrivalsTest {
    private final AtomicReference<String> agent = new AtomicReference<>();
    private final AtomicBoolean wanted = new AtomicBoolean(true);
    private final CountDownLatch looked = new CountDownLatch(1);

    @Test
    void whoWaitsGoesOnAsSoonAsTheAgentIsThere() throws Exception {
        CompletableFuture<Optional<String>> waiting = waiting(Duration.ofMinutes(5));

        agent.set("linux");
        AgentArrivals.wake();

        assertThat(waiting.get(30, TimeUnit.SECONDS)).contains("linux");
    }

    @Test
    void whoIsToldToStopWaitsNoLonger() throws Exception {
        CompletableFuture<Optional<String>> waiting = waiting(Duration.ofMinutes(5));

        wanted.set(false);
        AgentArrivals.wake();

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void anAgentThatDoesNotComeIsNotWaitedForWithoutEnd() throws Exception {
        assertThat(waiting(Duration.ofMillis(50)).get(30, TimeUnit.SECONDS)).isEmpty();
    }

    private CompletableFuture<Optional<String>> waiting(Duration timeLimit) throws InterruptedException {
        Instant end = Instant.now().plus(timeLimit);
        CompletableFuture<Optional<String>> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return AgentArrivals.await(this::look, this::isWanted, end);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
        return waiting;
    }

    private Optional<String> look() {
        return Optional.ofNullable(agent.get());
    }

    /** Asked after the first look, and before anybody waits. */
    private boolean isWanted() {
        boolean still = wanted.get();
        looked.countDown();
        return still;
    }
}
