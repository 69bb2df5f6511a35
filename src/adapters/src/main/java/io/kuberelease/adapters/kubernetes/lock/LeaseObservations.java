package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.kuberelease.adapters.kubernetes.support.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When each Lease was last seen to change, by our own clock. A Lease has expired when we saw no renewal for its whole
 * duration; the times written in it are not used, since the other machine's clock may be wrong. Not thread-safe.
 */
final class LeaseObservations {
    private final Map<String, Sighting> seen = new HashMap<>();

    private record Sighting(String version, Instant at) {}

    /** When the Lease expires unless it is renewed; not after {@code now} if it has expired. */
    Instant expiry(Lease lease, Instant now) {
        String version = lease.getMetadata().getResourceVersion();
        Sighting sighting = seen.compute(
                lease.getMetadata().getName(),
                (name, known) ->
                        known == null || !known.version().equals(version) ? new Sighting(version, now) : known);
        int seconds =
                Optional.ofNullable(lease.getSpec().getLeaseDurationSeconds()).orElse(Leases.DURATION_SECONDS);
        return sighting.at().plus(Duration.ofSeconds(seconds));
    }
}
