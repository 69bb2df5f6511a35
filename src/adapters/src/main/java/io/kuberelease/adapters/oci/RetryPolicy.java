package io.kuberelease.adapters.oci;

import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.model.ReleaseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How long a busy or broken registry is waited for here; a longer wait is left to whoever asked. */
final class RetryPolicy {
    /** How often the same thing is tried in all. */
    static final int TRIES = 4;

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Set<Integer> BUSY = Set.of(429, 503);

    private final Pause pause;

    RetryPolicy(Pause pause) {
        this.pause = pause;
    }

    /** The wait before a request is sent again; absent when the answer is to be taken as it is. */
    Optional<Duration> before(int nextTry, HttpReply answer) {
        return nextTry < TRIES && BUSY.contains(answer.status())
                ? answer.retryAfter().filter(RetryPolicy::isShort)
                : Optional.empty();
    }

    /** Whether a wait that was asked for is short enough to be spent here. */
    static boolean isShort(Duration wait) {
        return wait.compareTo(LONGEST) <= 0;
    }

    /** The wait after so many failures in a row, when nobody asked for another. */
    static Duration after(int failures) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        return isShort(wait) ? wait : LONGEST;
    }

    /**
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

    /** Lets time pass. */
    interface Pause {
        void spend(Duration wait) throws InterruptedException;
    }
}
