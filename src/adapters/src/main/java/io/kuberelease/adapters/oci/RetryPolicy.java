package io.kuberelease.adapters.oci;

import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How long a busy or broken registry is waited for here: ten seconds at most; a longer wait is left to the caller. */
final class RetryPolicy {
    /** How often a request is tried in all. */
    static final int TRIES = 4;

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Set<Integer> BUSY = Set.of(429, 503);

    private final Pause pause;

    RetryPolicy(Pause pause) {
        this.pause = pause;
    }

    /** The wait before a request is sent again; empty when the answer counts. */
    Optional<Duration> before(int nextTry, HttpReply answer) {
        return nextTry < TRIES && BUSY.contains(answer.status())
                ? answer.retryAfter().filter(RetryPolicy::isShort)
                : Optional.empty();
    }

    /** Whether a wait that a registry asked for is short enough to be spent here. */
    static boolean isShort(Duration wait) {
        return wait.compareTo(LONGEST) <= 0;
    }

    /** The wait after {@code failures} failures in a row, when the registry asked for none. */
    static Duration after(int failures) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        return isShort(wait) ? wait : LONGEST;
    }

    /**
     * Waits.
     *
     * @param registry for the message of the exception
     * @throws ReleaseException.Aborted when the thread was interrupted
     */
    void spend(Duration wait, String registry) {
        try {
            pause.spend(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while waiting for " + registry);
        }
    }

    /** A way to wait; tests pass one that does not. */
    interface Pause {
        void spend(Duration wait) throws InterruptedException;
    }
}
