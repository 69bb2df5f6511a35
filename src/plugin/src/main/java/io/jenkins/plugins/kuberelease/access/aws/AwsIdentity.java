package io.jenkins.plugins.kuberelease.access.aws;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.kuberelease.model.Secret;
import java.util.Optional;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/**
 * Somebody at Amazon, as a credential of Jenkins names him.
 *
 * @param name tells one from another; without secrets
 * @param keys gives a key of his; asks Amazon, and may be refused, when he takes on a role
 */
public record AwsIdentity(String name, Supplier<AwsKey> keys) {

    /** Absent when the credential is not one of Amazon's. Asks nobody. */
    public static Optional<AwsIdentity> of(StandardCredentials found) {
        if (found instanceof StandardUsernamePasswordCredentials user && AwsKey.isId(user.getUsername())) {
            return Optional.of(new AwsIdentity(
                    user.getId() + " " + user.getUsername(),
                    () -> new AwsKey(
                            user.getUsername(), new Secret(user.getPassword().getPlainText()))));
        }
        return isAwsCredentials(found) ? Optional.of(AwsPlugin.identity(found)) : Optional.empty();
    }

    /** Whether it is of the kind that the AWS Credentials plugin adds. */
    public static boolean isAwsCredentials(Credentials found) {
        return Jenkins.get().getPlugin("aws-credentials") != null && AwsPlugin.isOne(found);
    }
}
