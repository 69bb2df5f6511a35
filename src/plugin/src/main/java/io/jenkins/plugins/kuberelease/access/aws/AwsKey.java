package io.jenkins.plugins.kuberelease.access.aws;

import io.kuberelease.model.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * An access key of Amazon's.
 *
 * @param id for example {@code AKIAIOSFODNN7EXAMPLE}
 * @param session absent for a key that lasts
 */
public record AwsKey(String id, Secret secret, Optional<AwsSession> session) {

    /** A key that lasts. */
    public AwsKey(String id, Secret secret) {
        this(id, secret, Optional.empty());
    }

    /** Whether a user's name is the id of a lasting access key. */
    public static boolean isId(String user) {
        return user.matches("AKIA[A-Z0-9]{12,124}");
    }

    /** When something that was bought with the key ends: with the session, if that is earlier. */
    public Instant end(Instant own) {
        return session.map(AwsSession::end).filter(own::isAfter).orElse(own);
    }
}
