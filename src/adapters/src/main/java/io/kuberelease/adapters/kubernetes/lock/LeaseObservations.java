package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When each Lease was last seen to change, by our own clock. A Lease has expired when it has not been renewed for its
 * whole duration while we looked: the times that stand in it are another machine's, whose clock may be wrong.
 */
final class LeaseObservations {
    private final Map<String, Sighting> seen = new HashMap<>();

    private record Sighting(String version, Instant at) {}

    /** When the Lease will have expired if it is not renewed; past when it has. */
    Instant expiry(Lease lease, Instant now) {
        String version = lease.getMetadata().getResourceVersion();
        Sighting sighting = seen.compute(
                lease.getMetadata().getName(),
                (name, known) ->
                        known == null || !known.version().equals(version) ? new Sighting(version, now) : known);
        int seconds =
                Optional.ofNullable(lease.getSpec().getLeaseDurationSeconds()).orElse(LeaseStore.DURATION_SECONDS);
        return sighting.at().plus(Duration.ofSeconds(seconds));
    }
}
