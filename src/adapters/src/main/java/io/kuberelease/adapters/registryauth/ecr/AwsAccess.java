package io.kuberelease.adapters.registryauth.ecr;

import io.kuberelease.model.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * As whom to go to Amazon, and where it is.
 *
 * @param credentials asked at first use, so that nothing of Amazon's library is loaded before
 * @param endpoint where ECR answers; absent for the usual place of the registry's region
 */
public record AwsAccess(Supplier<AwsCredentialsProvider> credentials, Optional<URI> endpoint) {

    /**
     * As whoever this machine is, in Amazon's usual order: system properties, environment, web identity, profile (with
     * single sign-on and roles), container, instance.
     */
    public static AwsAccess usual() {
        return new AwsAccess(() -> DefaultCredentialsProvider.builder().build(), Optional.empty());
    }

    /** As the owner of an access key. */
    public static AwsAccess key(String id, Secret secret) {
        return fixed(() -> AwsBasicCredentials.create(id, secret.reveal()));
    }

    /** As a session, which ends. */
    public static AwsAccess session(String id, Secret secret, Secret token) {
        return fixed(() -> AwsSessionCredentials.create(id, secret.reveal(), token.reveal()));
    }

    /** The same, with ECR at another place. */
    public AwsAccess at(URI place) {
        return new AwsAccess(credentials, Optional.of(place));
    }

    private static AwsAccess fixed(Supplier<AwsCredentials> credentials) {
        return new AwsAccess(() -> StaticCredentialsProvider.create(credentials.get()), Optional.empty());
    }
}
