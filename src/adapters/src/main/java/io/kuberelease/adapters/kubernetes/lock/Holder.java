package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.kuberelease.model.ReleaseId;
import java.util.Optional;

/**
 * A release that holds a lock or waits for it.
 *
 * @param who the person who started the release, for those who wait; may be empty
 */
record Holder(ReleaseId release, String who) {

    /** The holder identity in a Lease: the release, then a space and the person if known. */
    String identity() {
        return who.isEmpty() ? release.value() : release + " " + who;
    }

    /**
     * The holder that a Lease names, absent when it is free. An identity of a foreign form becomes release "unknown".
     */
    static Optional<Holder> of(Lease lease) {
        return Optional.ofNullable(lease.getSpec().getHolderIdentity())
                .filter(identity -> !identity.isBlank())
                .flatMap(Holder::parse);
    }

    private static Optional<Holder> parse(String identity) {
        int space = identity.indexOf(' ');
        String release = space < 0 ? identity : identity.substring(0, space);
        try {
            return Optional.of(new Holder(new ReleaseId(release), space < 0 ? "" : identity.substring(space + 1)));
        } catch (IllegalArgumentException foreign) {
            return Optional.of(new Holder(new ReleaseId("unknown"), identity));
        }
    }

    /** The holder for messages, for example {@code release r42 of ada}. */
    String words() {
        return "release " + release + (who.isEmpty() ? "" : " of " + who);
    }
}
