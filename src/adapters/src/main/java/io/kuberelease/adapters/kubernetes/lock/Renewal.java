package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.kubernetes.support.Leases;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Renews a Lease until it is closed or the Lease is lost: somebody else has it, or it could not be renewed for so long
 * that somebody may soon take it. So a process that is cut off from the cluster stops before another begins.
 */
final class Renewal implements AutoCloseable {
    /** Three seconds less than a Lease lasts, so that the work has time to stop. */
    private static final Duration TRUSTED = Duration.ofSeconds(Leases.DURATION_SECONDS - 3);

    private final LeaseStore store;
    private final Supplier<Optional<Lease>> reread;
    private final Holder holder;
    private final ScheduledExecutorService timers;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final Future<?> timer;
    private volatile Future<?> fuse;
    private volatile boolean stopped;
    /** Why the last request failed, for the message; empty when it did not. */
    private volatile String trouble = "";

    private Optional<Lease> last;

    /**
     * Starts to renew every five seconds.
     *
     * @param reread reads the Lease again after a failed renewal or a change by somebody else
     */
    Renewal(
            LeaseStore store,
            Lease lease,
            Holder holder,
            Supplier<Optional<Lease>> reread,
            ScheduledExecutorService timers,
            Executor io) {
        this.store = store;
        this.last = Optional.of(lease);
        this.holder = holder;
        this.reread = reread;
        this.timers = timers;
        this.fuse = light();
        this.timer = timers.scheduleWithFixedDelay(
                () -> io.execute(this::renew),
                Leases.PERIOD.toMillis(),
                Leases.PERIOD.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Completes with the reason once the Lease is lost. */
    CompletionStage<String> lost() {
        return lost.minimalCompletionStage();
    }

    /** The Lease as last written by this; absent when that is not known, as after a failed renewal. */
    synchronized Optional<Lease> last() {
        return last;
    }

    private synchronized void renew() {
        if (stopped) {
            return;
        }
        try {
            Optional<Lease> current = last.or(reread);
            Optional<Holder> now = current.flatMap(Holder::of);
            if (now.filter(found -> found.release().equals(holder.release())).isEmpty()) {
                close();
                lost.complete(now.map(other -> "it is held by " + other.words()).orElse("it was taken away"));
                return;
            }
            renewed(current);
        } catch (KubernetesClientException unreachable) {
            // The next try is in a third of the Lease's duration; if none succeeds in time, the fuse declares it lost.
            last = Optional.empty();
            trouble = ": " + ClusterErrors.why(unreachable);
        }
    }

    /** Counts the time from before the request, since others may count from when the cluster got it. */
    private void renewed(Optional<Lease> current) {
        Future<?> next = light();
        boolean done = false;
        try {
            last = current.flatMap(store::renew);
            done = last.isPresent();
            trouble = "";
        } finally {
            (done ? fuse : next).cancel(false);
            fuse = done ? next : fuse;
        }
    }

    private Future<?> light() {
        return timers.schedule(this::burnt, TRUSTED.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void burnt() {
        if (!stopped) {
            lost.complete("it could not be renewed for " + TRUSTED.toSeconds() + " s" + trouble);
        }
    }

    /** Stops, after waiting for a renewal that is in progress. */
    @Override
    public synchronized void close() {
        stopped = true;
        timer.cancel(false);
        fuse.cancel(false);
    }
}
