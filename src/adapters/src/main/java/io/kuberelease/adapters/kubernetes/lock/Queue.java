package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.kuberelease.model.ReleaseId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lock and the queue of waiting releases at one moment. Pure.
 *
 * @param lock the Lease that is the lock; absent before its first use
 * @param tickets the Leases of the waiting releases, in any order
 */
record Queue(Optional<Lease> lock, List<Lease> tickets) {

    /** The next step of a waiting release. */
    sealed interface Move {
        /** The lock is this release's already, from an earlier try. */
        record Adopt(Lease lock) implements Move {}

        /**
         * The lock is free or expired and it is this release's turn; {@code abandoned} are the expired tickets ahead of
         * it.
         */
        record Take(Optional<Lease> lock, List<Lease> abandoned) implements Move {}

        /** Wait for a change, or until a Lease that is in the way may have expired. */
        record Wait(Instant until, String why) implements Move {}
    }

    Move next(ReleaseId release, LeaseObservations leaseObservations, Instant now) {
        if (lock.flatMap(Holder::of)
                .filter(holder -> holder.release().equals(release))
                .isPresent()) {
            return new Move.Adopt(lock.get());
        }
        Optional<Lease> holding = lock.filter(lease -> Holder.of(lease).isPresent())
                .filter(lease -> alive(lease, leaseObservations, now));
        List<Lease> before = ahead(release)
                .filter(lease -> alive(lease, leaseObservations, now))
                .toList();
        if (holding.isEmpty() && before.isEmpty()) {
            return new Move.Take(lock, ahead(release).toList());
        }
        Instant until = Stream.concat(holding.stream(), before.stream())
                .map(lease -> leaseObservations.expiry(lease, now))
                .min(Comparator.naturalOrder())
                .orElse(now);
        return new Move.Wait(until, why(holding, before));
    }

    private Stream<Lease> ahead(ReleaseId release) {
        List<Lease> inOrder =
                tickets.stream().sorted(Comparator.comparing(Queue::place)).toList();
        return inOrder.stream().takeWhile(ticket -> !isOf(release, ticket));
    }

    /** A key for sorting by arrival: by the API server's clock, and within a second by the waiting release's own. */
    private static String place(Lease ticket) {
        return Objects.requireNonNullElse(ticket.getMetadata().getCreationTimestamp(), "") + "/"
                + Optional.ofNullable(ticket.getSpec().getAcquireTime())
                        .map(time -> time.toInstant().toEpochMilli())
                        .orElse(0L)
                + "/" + ticket.getMetadata().getName();
    }

    private static boolean isOf(ReleaseId release, Lease ticket) {
        return Holder.of(ticket)
                .filter(holder -> holder.release().equals(release))
                .isPresent();
    }

    private static boolean alive(Lease lease, LeaseObservations leaseObservations, Instant now) {
        return leaseObservations.expiry(lease, now).isAfter(now);
    }

    private static String why(Optional<Lease> holding, List<Lease> before) {
        String held = holding.flatMap(
                        lease -> Holder.of(lease).map(holder -> "held by " + holder.words() + since(lease)))
                .orElse("free, but others came first");
        return before.isEmpty() ? held : held + "; " + before.size() + " waiting before";
    }

    private static String since(Lease lease) {
        return lease.getSpec().getAcquireTime() == null
                ? ""
                : " since " + lease.getSpec().getAcquireTime().toInstant().truncatedTo(ChronoUnit.SECONDS);
    }
}
