package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.adapters.kubernetes.support.Leases;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Leases of an app in its namespace: the lock, which is never deleted since it holds a counter, and a ticket for
 * each waiting release. Methods block.
 */
final class LeaseStore {
    private static final long PAGE = 500;
    private final KubernetesClient client;
    private final EnvironmentSpec environment;
    private final Leases leases;

    LeaseStore(KubernetesClient client, EnvironmentSpec environment, InstantSource clock) {
        this.client = client;
        this.environment = environment;
        this.leases = new Leases(client, environment, clock);
    }

    Queue list() {
        return queue(client.resources(Lease.class)
                .inNamespace(namespace())
                .withLabel(Labels.before(Labels.APP), environment.app().value())
                .list()
                .getItems());
    }

    Queue queue(List<Lease> leases) {
        return new Queue(
                leases.stream().filter(this::isLock).findFirst(),
                leases.stream().filter(lease -> !isLock(lease)).toList());
    }

    SharedIndexInformer<Lease> watch(ResourceEventHandler<Lease> handler) {
        SharedIndexInformer<Lease> informer = client.resources(Lease.class)
                .inNamespace(namespace())
                .withLabel(Labels.before(Labels.APP), environment.app().value())
                .withLimit(PAGE)
                .runnableInformer(0)
                .exceptionHandler((started, problem) -> started);
        return informer.addEventHandler(handler);
    }

    /** Takes the lock and increments its counter; absent when somebody was quicker. */
    Optional<Lease> take(Optional<Lease> seen, Holder holder) {
        int token = seen.map(Lease::getSpec).map(LeaseSpec::getLeaseTransitions).orElse(0) + 1;
        LeaseSpec spec = spec(holder, token);
        return seen.map(lease -> leases.replace(lease, spec)).orElseGet(() -> create(lockName(), spec));
    }

    /** Renews a Lease; absent when it has changed since it was read. */
    Optional<Lease> renew(Lease lease) {
        return leases.renew(lease);
    }

    /** Frees the lock and keeps its counter; absent when it has changed since it was read. */
    Optional<Lease> free(Lease lease) {
        return leases.replace(
                lease,
                new LeaseSpecBuilder(lease.getSpec())
                        .withHolderIdentity("")
                        .withRenewTime(leases.now())
                        .build());
    }

    Optional<Lease> lock() {
        return leases.find(lockName());
    }

    /** Creates the release's ticket, or returns the one that it has, so that it keeps its place. */
    Lease queueUp(Holder holder) {
        return create(ticketName(holder.release()), spec(holder, 0))
                .or(() -> ticket(holder.release()))
                .orElseThrow(() -> new IllegalStateException("the ticket of " + holder.words() + " was taken away"));
    }

    void leaveQueue(ReleaseId release) {
        leases.find(ticketName(release)).ifPresent(this::remove);
    }

    void remove(Lease ticket) {
        client.resource(ticket).delete();
    }

    Optional<Lease> ticket(ReleaseId release) {
        return leases.find(ticketName(release));
    }

    private Optional<Lease> create(String name, LeaseSpec spec) {
        return leases.create(name, Map.of(Labels.APP, environment.app().value()), spec);
    }

    private LeaseSpec spec(Holder holder, int token) {
        return leases.heldBy(holder.identity()).withLeaseTransitions(token).build();
    }

    private boolean isLock(Lease lease) {
        return lease.getMetadata().getName().equals(lockName());
    }

    private String lockName() {
        return "kube-release." + environment.app();
    }

    private String ticketName(ReleaseId release) {
        return lockName() + ".waiting." + release;
    }

    private String namespace() {
        return environment.target().namespace().value();
    }
}
