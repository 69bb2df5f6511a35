package io.kuberelease.app.hosting;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Begins releases for people who wait at a page, which must not take as long as a cluster may.
 *
 * @param workers for work that may block
 */
record RequestedReleases(ExecutorService workers) {
    /** How long a person at a page waits for the clusters' answer. */
    private static final long LIMIT_SECONDS = 15;

    /** Makes a plan; may ask the clusters. */
    interface Planning {
        ReleasePlan plan() throws IOException;
    }

    /** Starts a release. */
    interface Starting {
        void start(ReleasePlan plan) throws IOException;
    }

    /**
     * Makes the plan and starts the release. One that was given up because of the time limit does not begin later.
     *
     * @param afterwards run once: when the host knows the release, or when nothing was begun
     * @throws ReleaseException when it can't be planned, or not in the time that a person waits
     */
    void begin(Planning planning, Starting starting, Runnable afterwards) {
        AtomicBoolean settled = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        Runnable once = () -> {
            if (done.compareAndSet(false, true)) {
                afterwards.run();
            }
        };
        try {
            await(
                    workers.submit(() -> {
                        try {
                            ReleasePlan plan = planning.plan();
                            // Set by the first to decide: that the release begins, or that it was given up.
                            if (settled.compareAndSet(false, true)) {
                                starting.start(plan);
                            }
                            return null;
                        } finally {
                            once.run();
                        }
                    }),
                    settled);
        } catch (RuntimeException e) {
            // A person who is told to try again must not be refused because of the attempt that was given up.
            once.run();
            throw e;
        }
    }

    private static void await(Future<?> begun, AtomicBoolean settled) {
        try {
            begun.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw told(Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            if (settled.compareAndSet(false, true)) {
                throw refused(
                        "the clusters did not answer within " + LIMIT_SECONDS + " s", "look at them, and try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // What has begun meanwhile goes on, and is no refusal.
            if (settled.compareAndSet(false, true)) {
                throw refused("this host is going down", "try again when it is back");
            }
        }
    }

    private static RuntimeException told(Throwable problem) {
        Throwable cause = problem instanceof CompletionException wrapped
                ? Objects.requireNonNullElse(wrapped.getCause(), wrapped)
                : problem;
        return cause instanceof RuntimeException known
                ? known
                : refused(String.valueOf(cause.getMessage()), "look at the log of this host");
    }

    private static ReleaseException refused(String why, String fix) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.UNAVAILABLE, "it was not begun: " + why).suggesting(fix));
    }
}
