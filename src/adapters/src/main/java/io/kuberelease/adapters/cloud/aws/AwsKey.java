package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.model.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * An access key of Amazon's.
 *
 * @param id for example {@code AKIAIOSFODNN7EXAMPLE}
 * @param session empty for a long-term key
 */
public record AwsKey(String id, Secret secret, Optional<Session> session) {

    /**
     * The session of a temporary key, for example that of an assumed role.
     *
     * @param token sent and signed with each request
     * @param end when the key expires; what was obtained with it must not be used any longer
     */
    public record Session(Secret token, Instant end) {}

    /** A long-term key. */
    public AwsKey(String id, Secret secret) {
        this(id, secret, Optional.empty());
    }

    /** A temporary key. */
    public AwsKey(String id, Secret secret, Session session) {
        this(id, secret, Optional.of(session));
    }

    /** Whether a user's name is the id of a long-term access key. */
    public static boolean isId(String user) {
        return user.matches("AKIA[A-Z0-9]{12,124}");
    }

    /**
     * When something that was obtained with the key expires: at {@code own}, or with the session if that is earlier.
     */
    public Instant end(Instant own) {
        return session.map(Session::end).filter(own::isAfter).orElse(own);
    }
}
