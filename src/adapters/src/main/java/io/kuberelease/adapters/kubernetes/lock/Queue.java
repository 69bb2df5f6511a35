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
 * The lock and those who wait for it, at one moment. Pure.
 *
 * @param lock the Lease that is the lock; absent before its first use
 * @param tickets the Leases of those who wait
 */
record Queue(Optional<Lease> lock, List<Lease> tickets) {

    /** What a waiting release may do now. */
    sealed interface Move {
        /** The lock is this release's own, from before. */
        record Adopt(Lease lock) implements Move {}

        /** The lock is free and it is this release's turn; those who waited before and died are passed over. */
        record Take(Optional<Lease> lock, List<Lease> abandoned) implements Move {}

        /** Wait for a change, or until what is in the way may have expired. */
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

    /** Time of arrival as the API server wrote it, to the second; within the same one as the waiting wrote it. */
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
