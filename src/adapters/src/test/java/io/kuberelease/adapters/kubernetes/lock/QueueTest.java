package io.kuberelease.adapters.kubernetes.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.kuberelease.adapters.kubernetes.lock.Queue.Move;
import io.kuberelease.model.ReleaseId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ReleaseId ME = new ReleaseId("r2");
    private final LeaseObservations leaseObservations = new LeaseObservations();

    @Test
    void aFreeLockIsTaken() {
        assertThat(next(new Queue(Optional.empty(), List.of()), NOW)).isInstanceOf(Move.Take.class);
        assertThat(next(new Queue(Optional.of(lease("lock", "", "1")), List.of()), NOW))
                .isInstanceOf(Move.Take.class);
    }

    @Test
    void aLockOfTheSameReleaseIsAdopted() {
        assertThat(next(new Queue(Optional.of(lease("lock", "r2 ada", "1")), List.of()), NOW))
                .isInstanceOf(Move.Adopt.class);
    }

    @Test
    void aLockIsTakenFromSomebodyOnlyAfterItWasSeenUnrenewedForItsDuration() {
        Queue held = new Queue(Optional.of(lease("lock", "r1 ada", "1")), List.of());
        Queue renewed = new Queue(Optional.of(lease("lock", "r1 ada", "2")), List.of());

        assertThat(next(held, NOW)).isEqualTo(new Move.Wait(NOW.plusSeconds(15), "held by release r1 of ada"));
        assertThat(next(held, NOW.plusSeconds(14))).isInstanceOf(Move.Wait.class);
        assertThat(next(renewed, NOW.plusSeconds(14)))
                .isEqualTo(new Move.Wait(NOW.plusSeconds(29), "held by release r1 of ada"));
        assertThat(next(renewed, NOW.plusSeconds(29))).isInstanceOf(Move.Take.class);
    }

    @Test
    void whoCameFirstIsServedFirstUnlessItDied() {
        Queue free = new Queue(
                Optional.empty(), List.of(lease("waiting.r2", "r2", "5"), lease("waiting.r1", "r1 ada", "4")));

        assertThat(next(free, NOW))
                .isEqualTo(new Move.Wait(NOW.plusSeconds(15), "free, but others came first; 1 waiting before"));
        assertThat(next(free, NOW.plusSeconds(15))).isInstanceOf(Move.Take.class);
    }

    private Move next(Queue queue, Instant now) {
        return queue.next(ME, leaseObservations, now);
    }

    private static Lease lease(String name, String holder, String version) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withResourceVersion(version)
                .withCreationTimestamp("2026-01-01T00:00:0" + version + "Z")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(15)
                .endSpec()
                .build();
    }
}
