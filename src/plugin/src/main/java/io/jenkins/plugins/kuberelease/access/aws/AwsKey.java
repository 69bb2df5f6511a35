package io.jenkins.plugins.kuberelease.access.aws;

import io.kuberelease.model.Secret;

/**
 * An access key of Amazon's, as a credential of Jenkins has it.
 *
 * @param id for example {@code AKIAIOSFODNN7EXAMPLE}
 */
public record AwsKey(String id, Secret secret) {

    /** Whether a user's name is the id of a lasting access key. */
    public static boolean isId(String user) {
        return user.matches("AKIA[A-Z0-9]{12,124}");
    }
}
