package io.kuberelease.adapters.cloud.aws;

import java.util.function.Function;

/**
 * Somebody at Amazon.
 *
 * @param name tells one from another; without secrets
 * @param keys gives a key of theirs for what is tried, which messages name; may ask Amazon, and be refused
 * @param whenEnded what to do when their session has ended
 * @param whenUnknown where to look when Amazon does not know the key
 */
public record AwsIdentity(String name, Function<String, AwsKey> keys, String whenEnded, String whenUnknown) {

    /**
     * Whoever this machine is, in Amazon's usual order: system properties, environment, web identity, profile (with
     * single sign-on and roles), container, instance. Amazon's library is loaded when the first key is asked for.
     */
    public static AwsIdentity usual() {
        return new AwsIdentity(
                "this machine",
                tried -> AwsLibrary.key(tried),
                "log in to AWS again (for example aws sso login) or take fresh session credentials",
                "aws sts get-caller-identity tells whose they are");
    }
}
