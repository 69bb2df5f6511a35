package io.jenkins.plugins.kuberelease.access.aws;

/**
 * A part of Amazon that stands alone.
 *
 * @param domain under which its services are
 */
record Partition(String domain) {

    static Partition of(String region) {
        return new Partition(region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com");
    }
}
