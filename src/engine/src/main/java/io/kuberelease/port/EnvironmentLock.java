package io.kuberelease.port;

import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A lock for one release at a time in each app and environment; ends by itself when its holder is gone. */
public interface EnvironmentLock {

    /**
     * Completes once the release holds the lock; a lock it holds already is adopted. While it waits it notes who holds
     * it and since when. Held and renewed until {@link #release} or until this program ends.
     */
    CompletionStage<Held> acquire(EnvironmentSpec environment, String holder, StageControl control);

    /**
     * Completes with the reason when a lock that is held here is lost: somebody else has it, or it could not be renewed
     * for so long that somebody may take it any moment. Never completes for one that is given back.
     */
    CompletionStage<String> lost(EnvironmentSpec environment, ReleaseId release);

    /** Gives it back; harmless when it is not held by this release. Blocks. */
    void release(EnvironmentSpec environment, ReleaseId release);

    /** The holder of the lock and those that wait for it now. Changes nothing. Blocks. */
    Claims claims(EnvironmentSpec environment);

    /**
     * The lock at one moment.
     *
     * @param waiting in the order in which they came
     */
    record Claims(Optional<Claim> holder, List<Claim> waiting) {
        public Claims {
            waiting = List.copyOf(waiting);
        }
    }

    /**
     * A release that holds a lock or waits for it.
     *
     * @param who who started it
     * @param since when it took the lock, or began to wait
     * @param renewed its last sign of life, by the clock of its machine
     */
    record Claim(ReleaseId release, String who, Instant since, Instant renewed) {}

    /**
     * A lock that is held.
     *
     * @param token grows with each holder, for fencing
     */
    record Held(long token) {}
}
