package io.jenkins.plugins.kuberelease.access.aws;

import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens for EKS: the address of a signed request with which the cluster asks Amazon who we are. Made here, without
 * asking anybody; each is good for a quarter of an hour.
 */
public final class EksToken {
    private static final String PREFIX = "k8s-aws-v1.";
    private static final Map<String, String> WHO_AM_I = Map.of("Action", "GetCallerIdentity", "Version", "2011-06-15");
    /** What the cluster expects; the token is taken for fifteen minutes all the same. */
    private static final int SECONDS = 60;

    /** How long the cluster takes a token. */
    private static final Duration TAKEN = Duration.ofMinutes(15);

    private final EksCluster cluster;
    private final InstantSource clock;

    public EksToken(EksCluster cluster, InstantSource clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** A new token for the owner of the key, good for a quarter of an hour, but no longer than the key's session. */
    public Credentials login(AwsKey key) {
        return new Credentials(
                key.id(),
                new Secret(of(key)),
                Optional.of(key.end(clock.instant().plus(TAKEN))));
    }

    String of(AwsKey key) {
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
