package io.jenkins.plugins.kuberelease.access.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;

/**
 * Tokens for EKS: the address of a signed request with which the cluster asks Amazon who we are. Made here, without
 * asking anybody; each is good for a quarter of an hour.
 */
public final class EksToken {
    private static final String PREFIX = "k8s-aws-v1.";
    private static final Map<String, String> WHO_AM_I = Map.of("Action", "GetCallerIdentity", "Version", "2011-06-15");
    /** What the cluster expects; the token is taken for fifteen minutes all the same. */
    private static final int SECONDS = 60;

    private final EksCluster cluster;
    private final InstantSource clock;

    public EksToken(EksCluster cluster, InstantSource clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** A new token for the owner of the key. */
    public String of(AwsKey key) {
        URI service = URI.create("https://sts." + cluster.region() + "."
                + Partition.of(cluster.region()).domain());
        URI request = new Signature(key, cluster.region(), "sts", clock.instant())
                .presigned(service, WHO_AM_I, Map.of("x-k8s-aws-id", cluster.name()), SECONDS);
        return PREFIX
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(request.toString().getBytes(StandardCharsets.UTF_8));
    }
}
