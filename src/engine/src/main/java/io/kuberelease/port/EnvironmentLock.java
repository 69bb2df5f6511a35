package io.kuberelease.port;

import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import java.util.concurrent.CompletionStage;

/** One release at a time for each app and environment; ends by itself when its holder is gone. */
public interface EnvironmentLock {

    /**
     * Completes once the release holds the lock; a lock it holds already is adopted. While it waits it notes who holds
     * it and since when. Held and renewed until {@link #release} or until this program ends.
     */
    CompletionStage<Held> acquire(EnvironmentSpec environment, String holder, StageControl control);

    /** Gives it back; harmless when it is not held by this release. Blocks. */
    void release(EnvironmentSpec environment, ReleaseId release);

    /**
     * A lock that is held.
     *
     * @param token grows with each holder, for fencing
     */
    record Held(long token) {}
}
