package io.kuberelease.adapters.kubernetes.support;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.plan.EnvironmentSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Leases in an environment's namespace: each says who has something, and since when it is renewed. Methods block. */
public final class Leases {
    /** How long a Lease holds after it was renewed, in seconds. */
    public static final int DURATION_SECONDS = 15;
    /** How often a holder renews its Lease: so often that two failures in a row do no harm. */
    public static final Duration PERIOD = Duration.ofSeconds(DURATION_SECONDS / 3);

    private final KubernetesClient client;
    private final String namespace;
    private final InstantSource clock;
    private final ObjectWriter writer;

    public Leases(KubernetesClient client, EnvironmentSpec environment, InstantSource clock) {
        this.client = client;
        this.namespace = environment.target().namespace().value();
        this.clock = clock;
        this.writer = new ObjectWriter(client, environment);
    }

    /** The Lease of that name; absent when there is none. */
    public Optional<Lease> find(String name) {
        return Optional.ofNullable(client.resources(Lease.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    /** Creates a Lease; absent when there is one of that name. */
    public Optional<Lease> create(String name, Map<String, String> labels, LeaseSpec spec) {
        return writer.create(new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(Labels.ours(Labels.asBeforeToo(labels)))
                .endMetadata()
                .withSpec(spec)
                .build());
    }

    /** Gives the Lease to somebody else; absent when it has changed since it was read. */
    public Optional<Lease> replace(Lease lease, LeaseSpec spec) {
        return writer.replace(new LeaseBuilder(lease).withSpec(spec).build());
    }

    /** Renews the Lease; absent when it has changed since it was read. */
    public Optional<Lease> renew(Lease lease) {
        return writer.replace(new LeaseBuilder(lease)
                .editSpec()
                .withRenewTime(now())
                .endSpec()
                .build());
    }

    /** Deletes the Lease; false when it has changed since it was read. */
    public boolean remove(Lease lease) {
        return writer.delete(lease);
    }

    /** What a Lease says that begins now. */
    public LeaseSpecBuilder heldBy(String identity) {
        return new LeaseSpecBuilder()
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds(DURATION_SECONDS)
                .withAcquireTime(now())
                .withRenewTime(now());
    }

    /** Now, as exactly as Kubernetes keeps it. */
    public ZonedDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
    }
}
