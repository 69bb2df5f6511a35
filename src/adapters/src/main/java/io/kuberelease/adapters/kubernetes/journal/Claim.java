package io.kuberelease.adapters.kubernetes.journal;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.port.EnvironmentJournals.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Renews the Lease that says who carries a release on, until it is closed; then the Lease is gone. */
final class Claim implements Subscription {
    private static final Duration PERIOD = Duration.ofSeconds(CarrierLeases.DURATION_SECONDS / 3);

    private final CarrierLeases leases;
    private final String identity;
    private final Future<?> timer;
    private Optional<Lease> last;
    private boolean closed;

    Claim(CarrierLeases leases, Lease held, ScheduledExecutorService timers, Executor io) {
        this.leases = leases;
        this.last = Optional.of(held);
        this.identity = held.getSpec().getHolderIdentity();
        this.timer = timers.scheduleWithFixedDelay(
                () -> io.execute(this::renew), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void renew() {
        if (closed) {
            return;
        }
        try {
            last = last.or(leases::find).filter(this::isOurs).flatMap(leases::renew);
        } catch (KubernetesClientException unreachable) {
            // Tried again in a third of its duration. Who takes over meanwhile writes that into the journal, which
            // this process then can't write any more.
            last = Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.cancel(false);
        try {
            if (last.filter(leases::remove).isEmpty()) {
                leases.find().filter(this::isOurs).ifPresent(leases::remove);
            }
        } catch (KubernetesClientException unreachable) {
            // It ends by itself.
            last = Optional.empty();
        }
    }

    private boolean isOurs(Lease lease) {
        return identity.equals(lease.getSpec().getHolderIdentity());
    }
}
