package io.kuberelease.adapters.cloud.aws;

import java.util.function.Function;

/**
 * An identity at Amazon, with which requests are signed.
 *
 * @param name tells it from others; holds no secret
 * @param keys gives a key; takes what is tried, for messages; may ask Amazon, and throws when refused
 * @param whenEnded the advice when the session has expired
 * @param whenUnknown the advice when Amazon does not know the key
 */
public record AwsIdentity(String name, Function<String, AwsKey> keys, String whenEnded, String whenUnknown) {

    /**
     * This machine's identity, in Amazon's usual order: system properties, environment, web identity, profile (with
     * single sign-on and roles), container, instance. Amazon's library is loaded with the first key.
     */
    public static AwsIdentity usual() {
        return new AwsIdentity(
                "this machine",
                tried -> AwsLibrary.key(tried),
                "log in to AWS again (for example aws sso login) or take fresh session credentials",
                "aws sts get-caller-identity tells whose they are");
    }
}
