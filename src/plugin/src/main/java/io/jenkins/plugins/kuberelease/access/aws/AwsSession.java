package io.jenkins.plugins.kuberelease.access.aws;

import io.kuberelease.model.Secret;
import java.time.Instant;

/**
 * What an access key has that is good for a while only, as whoever takes on a role is given it.
 *
 * @param token goes with each request, and is signed with it
 * @param end when the key is good no longer, and what was bought with it is not to be used any more
 */
public record AwsSession(Secret token, Instant end) {}
