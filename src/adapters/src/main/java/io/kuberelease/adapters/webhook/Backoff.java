package io.kuberelease.adapters.webhook;

import java.time.Duration;

/**
 * How long to wait before a letter is posted again.
 *
 * @param first after the first failure; twice as long after each further one
 * @param most never longer, also when the receiver asks for it
 */
record Backoff(Duration first, Duration most) {
    static final Backoff USUAL = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private static final int MOST_DOUBLINGS = 20;

    /**
     * The wait after so many failures in a row.
     *
     * @param asked what the receiver asked for; zero when it asked for nothing
     */
    Duration after(int failures, Duration asked) {
        Duration own = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration wanted = asked.compareTo(own) > 0 ? asked : own;
        return wanted.compareTo(most) < 0 ? wanted : most;
    }
}
