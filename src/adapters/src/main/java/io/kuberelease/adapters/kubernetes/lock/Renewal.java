package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
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
 * Keeps a Lease alive until it is stopped, or until it is lost: somebody else has it, or it could not be renewed for so
 * long that somebody may take it. Who is cut off from the cluster so stops before others begin.
 */
final class Renewal implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(LeaseStore.DURATION_SECONDS / 3);
    /** Less than a Lease lasts, so that what has to stop has the time to. */
    private static final Duration TRUSTED = Duration.ofSeconds(LeaseStore.DURATION_SECONDS - 3);

    private final LeaseStore store;
    private final Supplier<Optional<Lease>> reread;
    private final Holder holder;
    private final ScheduledExecutorService timers;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final Future<?> timer;
    private volatile Future<?> fuse;
    private volatile boolean stopped;
    /** Why the last renewal did not succeed; a machine that is too busy for any says nothing. */
    private volatile String trouble = "";

    private Optional<Lease> last;

    /**
     * Begins to renew.
     *
     * @param reread reads the Lease again when it has changed under our hands
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
                () -> io.execute(this::renew), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Completes with the reason once the Lease is lost. */
    CompletionStage<String> lost() {
        return lost.minimalCompletionStage();
    }

    /** The Lease as this has written it last; absent when that is not known. */
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
            // Tried again in a third of the Lease's duration; when that fails too, the fuse ends it.
            last = Optional.empty();
            trouble = ": " + ClusterErrors.why(unreachable);
        }
    }

    /** The time counts from before the request: others may count from when the cluster has seen it. */
    private void renewed(Optional<Lease> current) {
        Future<?> next = light();
        boolean done = false;
        try {
            last = current.flatMap(store::renew);
            done = last.isPresent();
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

    /** Stops; what is being renewed at this moment has ended when this returns. */
    @Override
    public synchronized void close() {
        stopped = true;
        timer.cancel(false);
        fuse.cancel(false);
    }
}
