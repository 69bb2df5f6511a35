package io.kuberelease.adapters.webhook;

import java.time.Duration;

/**
 * How long to wait before an event is posted again.
 *
 * @param first the wait after the first failure; doubled after each further one
 * @param most the longest wait, even if the receiver asks for a longer one
 */
record Backoff(Duration first, Duration most) {
    static final Backoff USUAL = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private static final int MOST_DOUBLINGS = 20;

    /**
     * The wait after {@code failures} failures in a row: our own or the receiver's, whichever is longer, up to
     * {@code most}.
     *
     * @param asked the wait that the receiver asked for; zero when it asked for none
     */
    Duration after(int failures, Duration asked) {
        Duration own = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration wanted = asked.compareTo(own) > 0 ? asked : own;
        return wanted.compareTo(most) < 0 ? wanted : most;
    }
}
