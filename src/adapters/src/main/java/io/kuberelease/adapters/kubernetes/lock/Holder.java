package io.kuberelease.adapters.kubernetes.lock;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.kuberelease.model.ReleaseId;
import java.util.Optional;

/**
 * Who holds a lock or waits for it.
 *
 * @param who for the people who wait: who started the release
 */
record Holder(ReleaseId release, String who) {

    /** As it stands in a Lease: the release, a space, and who. */
    String identity() {
        return who.isEmpty() ? release.value() : release + " " + who;
    }

    /** Whom a Lease names; absent when it is free, or not ours to read. */
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

    /** For example {@code release r42 of ada}. */
    String words() {
        return "release " + release + (who.isEmpty() ? "" : " of " + who);
    }
}
