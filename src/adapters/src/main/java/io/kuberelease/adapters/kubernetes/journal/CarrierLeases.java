package io.kuberelease.adapters.kubernetes.journal;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.adapters.kubernetes.support.Leases;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals.Carrier;
import io.kuberelease.port.EnvironmentJournals.Carrying;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The Lease {@code kube-release.<app>.journal.<release>}, which names the process that carries the release on. */
final class CarrierLeases {
    /** How much clocks may differ: a Lease whose renewal is older than this is taken without waiting. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final EnvironmentSpec environment;
    private final ReleaseId release;
    private final InstantSource clock;
    private final Leases leases;

    CarrierLeases(KubernetesClient client, EnvironmentSpec environment, ReleaseId release, InstantSource clock) {
        this.client = client;
        this.environment = environment;
        this.release = release;
        this.clock = clock;
        this.leases = new Leases(client, environment, clock);
    }

    /**
     * Takes the Lease. Blocks for up to its duration while it watches whether another holder renews it.
     *
     * @throws ReleaseException.Failed when another holder renews it
     */
    Lease take(Carrier carrier) {
        while (true) {
            Optional<Lease> found = find();
            Optional<Lease> taken = found.isEmpty()
                    ? leases.create(name(), Map.of(Labels.RELEASE, release.value()), spec(carrier))
                    : found.filter(lease -> mayTake(lease, carrier))
                            .flatMap(lease -> leases.replace(lease, spec(carrier)));
            if (taken.isPresent()) {
                return taken.get();
            }
            find().filter(lease -> isAnothers(lease, carrier)
                            && !lease.getMetadata()
                                    .getResourceVersion()
                                    .equals(found.map(before ->
                                                    before.getMetadata().getResourceVersion())
                                            .orElse("")))
                    .ifPresent(alive -> {
                        throw refused(alive);
                    });
        }
    }

    Optional<Lease> find() {
        return leases.find(name());
    }

    /** Renews the Lease; absent when it has changed since it was read. */
    Optional<Lease> renew(Lease lease) {
        return leases.renew(lease);
    }

    /** Deletes the Lease; false when it has changed since it was read. */
    boolean remove(Lease lease) {
        return leases.remove(lease);
    }

    /** The process that carries the release on, going by the times written in the Lease; absent when it has expired. */
    Optional<Carrying> carrying() {
        return find().filter(lease ->
                        renewed(lease).plusSeconds(Leases.DURATION_SECONDS).isAfter(clock.instant()))
                .map(lease -> new Carrying(who(lease), since(lease)));
    }

    /** Whether it is ours, or its holder does not renew it for its whole duration. May block for as long. */
    private boolean mayTake(Lease lease, Carrier carrier) {
        return !isAnothers(lease, carrier)
                || renewed(lease).plus(CLOCKS_DIFFER).isBefore(clock.instant())
                || staysUnchanged(lease);
    }

    private boolean staysUnchanged(Lease lease) {
        String version = lease.getMetadata().getResourceVersion();
        try {
            client.resource(lease)
                    .waitUntilCondition(
                            now -> now == null
                                    || !version.equals(now.getMetadata().getResourceVersion()),
                            Leases.DURATION_SECONDS,
                            TimeUnit.SECONDS);
            return false;
        } catch (KubernetesClientTimeoutException unchanged) {
            return true;
        }
    }

    private LeaseSpec spec(Carrier carrier) {
        return leases.heldBy(carrier.id() + " " + carrier.who()).build();
    }

    private ReleaseException.Failed refused(Lease alive) {
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.LOCKED,
                        "release " + release + " of " + environment.app() + " is carried on by " + who(alive)
                                + " since " + since(alive).truncatedTo(ChronoUnit.SECONDS))
                .suggesting("leave it to that process, or end it first"));
    }

    private static boolean isAnothers(Lease lease, Carrier carrier) {
        return !lease.getSpec().getHolderIdentity().startsWith(carrier.id() + " ");
    }

    private static String who(Lease lease) {
        return lease.getSpec().getHolderIdentity().replaceFirst("^\\S* ", "");
    }

    private static Instant since(Lease lease) {
        return lease.getSpec().getAcquireTime().toInstant();
    }

    private static Instant renewed(Lease lease) {
        return lease.getSpec().getRenewTime().toInstant();
    }

    private String name() {
        return "kube-release." + environment.app() + ".journal." + release;
    }
}
