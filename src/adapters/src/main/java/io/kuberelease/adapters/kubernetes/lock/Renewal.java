package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps a Lease alive until it is stopped, or until somebody else has it. */
final class Renewal implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(LeaseStore.DURATION_SECONDS / 3);
    private final LeaseStore store;
    private final Supplier<Optional<Lease>> reread;
    private final Holder holder;
    private final Runnable lost;
    private final Future<?> timer;
    private Optional<Lease> last;
    private boolean stopped;

    /**
     * Begins to renew.
     *
     * @param reread reads the Lease again when it has changed under our hands
     * @param lost called when somebody else holds it
     */
    Renewal(
            LeaseStore store,
            Lease lease,
            Holder holder,
            Supplier<Optional<Lease>> reread,
            Runnable lost,
            ScheduledExecutorService timers,
            Executor io) {
        this.store = store;
        this.last = Optional.of(lease);
        this.holder = holder;
        this.reread = reread;
        this.lost = lost;
        this.timer = timers.scheduleWithFixedDelay(
                () -> io.execute(this::renew), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void renew() {
        if (stopped) {
            return;
        }
        try {
            Optional<Lease> current = last.or(reread);
            if (current.flatMap(Holder::of)
                    .filter(found -> found.release().equals(holder.release()))
                    .isEmpty()) {
                close();
                lost.run();
                return;
            }
            last = current.flatMap(store::renew);
        } catch (KubernetesClientException unreachable) {
            // Tried again in a third of the Lease's duration; when that fails too, others may take it.
            last = Optional.empty();
        }
    }

    /** Stops; what is being renewed at this moment has ended when this returns. */
    @Override
    public synchronized void close() {
        stopped = true;
        timer.cancel(false);
    }
}
