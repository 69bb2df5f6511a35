package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.adapters.kubernetes.support.ObjectWriter;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Leases of an app in its namespace: the lock, which is never deleted since it holds a counter, and a ticket for
 * each waiting release. Methods block.
 */
final class LeaseStore {
    static final int DURATION_SECONDS = 15;
    private static final long PAGE = 500;
    private final KubernetesClient client;
    private final EnvironmentSpec environment;
    private final InstantSource clock;
    private final ObjectWriter writer;

    LeaseStore(KubernetesClient client, EnvironmentSpec environment, InstantSource clock) {
        this.client = client;
        this.environment = environment;
        this.clock = clock;
        this.writer = new ObjectWriter(client, environment);
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
        return seen.map(lease ->
                        writer.replace(new LeaseBuilder(lease).withSpec(spec).build()))
                .orElseGet(() -> create(lockName(), spec));
    }

    /** Renews a Lease; absent when it has changed since it was read. */
    Optional<Lease> renew(Lease lease) {
        return writer.replace(new LeaseBuilder(lease)
                .editSpec()
                .withRenewTime(now())
                .endSpec()
                .build());
    }

    /** Frees the lock and keeps its counter; absent when it has changed since it was read. */
    Optional<Lease> free(Lease lease) {
        return writer.replace(new LeaseBuilder(lease)
                .editSpec()
                .withHolderIdentity("")
                .withRenewTime(now())
                .endSpec()
                .build());
    }

    Optional<Lease> lock() {
        return find(lockName());
    }

    /** Creates the release's ticket, or returns the one that it has, so that it keeps its place. */
    Lease queueUp(Holder holder) {
        return create(ticketName(holder.release()), spec(holder, 0))
                .or(() -> ticket(holder.release()))
                .orElseThrow(() -> new IllegalStateException("the ticket of " + holder.words() + " was taken away"));
    }

    void leaveQueue(ReleaseId release) {
        find(ticketName(release)).ifPresent(this::remove);
    }

    void remove(Lease ticket) {
        client.resource(ticket).delete();
    }

    Optional<Lease> ticket(ReleaseId release) {
        return find(ticketName(release));
    }

    private Optional<Lease> find(String name) {
        return Optional.ofNullable(client.resources(Lease.class)
                .inNamespace(namespace())
                .withName(name)
                .get());
    }

    private Optional<Lease> create(String name, LeaseSpec spec) {
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace())
                .withLabels(Labels.ours(
                        Labels.asBeforeToo(Map.of(Labels.APP, environment.app().value()))))
                .endMetadata()
                .withSpec(spec)
                .build();
        return writer.create(lease);
    }

    private LeaseSpec spec(Holder holder, int token) {
        return new LeaseBuilder()
                .withNewSpec()
                .withHolderIdentity(holder.identity())
                .withLeaseDurationSeconds(DURATION_SECONDS)
                .withLeaseTransitions(token)
                .withAcquireTime(now())
                .withRenewTime(now())
                .endSpec()
                .build()
                .getSpec();
    }

    private ZonedDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
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
