package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.StageControl;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The lock as a Lease {@code kube-release.<app>} in the app's namespace, renewed while it is held. Each waiting release
 * has a Lease of its own, so that they get the lock in order and a dead one is passed over.
 */
public final class KubernetesLock implements EnvironmentLock {
    private final Clusters clusters;
    private final ScheduledExecutorService timers;
    private final Executor io;
    private final InstantSource clock;
    private final Map<Key, Renewal> held = new ConcurrentHashMap<>();

    private record Key(EnvironmentSpec environment, ReleaseId release) {}

    /**
     * Makes a lock, which closes none of its arguments.
     *
     * @param timers starts due work on {@code io}; runs nothing that takes long
     * @param io runs short requests; no thread of it is held while the lock is waited for
     */
    public KubernetesLock(Clusters clusters, ScheduledExecutorService timers, Executor io, InstantSource clock) {
        this.clusters = clusters;
        this.timers = timers;
        this.io = io;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Held> acquire(EnvironmentSpec environment, String holder, StageControl control) {
        Holder me = new Holder(control.release(), holder);
        LeaseStore store = store(environment);
        return new LockAttempt(store, me, environment, control, timers, io, clock)
                .begin()
                .thenApply(lease -> keep(environment, me, store, lease));
    }

    @Override
    public CompletionStage<String> lost(EnvironmentSpec environment, ReleaseId release) {
        return Optional.ofNullable(held.get(new Key(environment, release)))
                .map(Renewal::lost)
                .orElseGet(CompletableFuture::new);
    }

    @Override
    public void release(EnvironmentSpec environment, ReleaseId release) {
        Optional<Renewal> renewal = Optional.ofNullable(held.remove(new Key(environment, release)));
        renewal.ifPresent(Renewal::close);
        LeaseStore store = store(environment);
        try {
            Optional<Lease> lock = renewal.flatMap(Renewal::last).or(() -> ours(store, release));
            // Freeing fails only if another process of this release has renewed it, or somebody has taken it: then read
            // again.
            while (lock.isPresent() && store.free(lock.get()).isEmpty()) {
                lock = ours(store, release);
            }
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(
                    "give back the lock of " + environment.app() + " in " + environment.name(), problem);
        }
    }

    @Override
    public Claims claims(EnvironmentSpec environment) {
        try {
            Queue queue = store(environment).list();
            return new Claims(
                    queue.lock().flatMap(KubernetesLock::claim),
                    queue.tickets().stream()
                            .flatMap(ticket -> claim(ticket).stream())
                            .sorted(Comparator.comparing(Claim::since))
                            .toList());
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(
                    "read the lock of " + environment.app() + " in " + environment.name(), problem);
        }
    }

    private static Optional<Claim> claim(Lease lease) {
        return Holder.of(lease)
                .map(holder -> new Claim(
                        holder.release(),
                        holder.who(),
                        moment(lease.getSpec().getAcquireTime()),
                        moment(lease.getSpec().getRenewTime())));
    }

    private static Instant moment(@Nullable ZonedDateTime written) {
        return written == null ? Instant.EPOCH : written.toInstant();
    }

    private Held keep(EnvironmentSpec environment, Holder me, LeaseStore store, Lease lease) {
        Renewal renewal = new Renewal(store, lease, me, store::lock, timers, io);
        Optional.ofNullable(held.put(new Key(environment, me.release()), renewal))
                .ifPresent(Renewal::close);
        return new Held(
                Optional.ofNullable(lease.getSpec().getLeaseTransitions()).orElse(1));
    }

    private static Optional<Lease> ours(LeaseStore store, ReleaseId release) {
        return store.lock().filter(lease -> Holder.of(lease)
                .filter(holder -> holder.release().equals(release))
                .isPresent());
    }

    private LeaseStore store(EnvironmentSpec environment) {
        return new LeaseStore(clusters.client(environment.target()), environment, clock);
    }
}
