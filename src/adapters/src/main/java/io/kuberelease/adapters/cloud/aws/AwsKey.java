package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.model.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * An access key of Amazon's.
 *
 * @param id for example {@code AKIAIOSFODNN7EXAMPLE}
 * @param session absent for a key that lasts
 */
public record AwsKey(String id, Secret secret, Optional<Session> session) {

    /**
     * What a key has that is good for a while only, as whoever takes on a role is given it.
     *
     * @param token goes with each request, and is signed with it
     * @param end when the key is good no longer, and what was bought with it is not to be used any more
     */
    public record Session(Secret token, Instant end) {}

    /** A key that lasts. */
    public AwsKey(String id, Secret secret) {
        this(id, secret, Optional.empty());
    }

    /** A key that ends. */
    public AwsKey(String id, Secret secret, Session session) {
        this(id, secret, Optional.of(session));
    }

    /** Whether a user's name is the id of a lasting access key. */
    public static boolean isId(String user) {
        return user.matches("AKIA[A-Z0-9]{12,124}");
    }

    /** When something that was bought with the key ends: with the session, if that is earlier. */
    public Instant end(Instant own) {
        return session.map(Session::end).filter(own::isAfter).orElse(own);
    }
}
