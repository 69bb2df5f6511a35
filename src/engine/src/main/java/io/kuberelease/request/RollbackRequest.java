package io.kuberelease.request;

import io.kuberelease.model.Digest;
import java.util.Optional;

/**
 * A wish to take an environment back, unchecked.
 *
 * @param environment the environment
 * @param bundle a version, or a bundle's digest or the beginning of one; absent: the last good one before the present
 * @param seen the bundle that the user saw there, and the only one to take out; absent: whatever is there
 * @param startedBy who asks
 */
public record RollbackRequest(String environment, Optional<String> bundle, Optional<Digest> seen, String startedBy) {
    /** A wish to take out whatever is there. */
    public RollbackRequest(String environment, Optional<String> bundle, String startedBy) {
        this(environment, bundle, Optional.empty(), startedBy);
    }

    /** A wish to take out one bundle: asked for twice, it is granted once. */
    public static RollbackRequest of(String environment, Digest seen, String startedBy) {
        return new RollbackRequest(environment, Optional.empty(), Optional.of(seen), startedBy);
    }
}
