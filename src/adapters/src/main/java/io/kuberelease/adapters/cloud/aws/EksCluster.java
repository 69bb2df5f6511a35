package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster at EKS, known by its ARN.
 *
 * @param region for example {@code eu-west-1}
 * @param name in that region
 */
public record EksCluster(String region, String name) {
    private static final Pattern ARN = Pattern.compile(
            "arn:aws[a-z-]*:eks:(?<region>[a-z0-9-]+):\\d{12}:cluster/(?<name>[A-Za-z0-9][\\w-]{0,99})");
    private static final Map<String, String> WHO_AM_I = Map.of("Action", "GetCallerIdentity", "Version", "2011-06-15");
    /** The lifetime that the cluster expects in the request; it accepts the token for fifteen minutes all the same. */
    private static final int SECONDS = 60;

    private static final Duration TAKEN = Duration.ofMinutes(15);

    /** The cluster of an ARN; empty when the text is not the ARN of one. */
    public static Optional<EksCluster> of(String arn) {
        Matcher named = ARN.matcher(arn);
        return named.matches()
                ? Optional.of(new EksCluster(named.group("region"), named.group("name")))
                : Optional.empty();
    }

    /**
     * A new token for the owner of the key: the address of a signed request with which the cluster asks Amazon who that
     * is. Made without any request; valid for a quarter of an hour, but no longer than the key's session.
     */
    public Credentials token(AwsKey key, Instant now) {
        URI service = URI.create("https://sts." + region + "." + AwsServices.domain(region));
        URI request = new AwsSignature(key, region, "sts", now)
                .presigned(service, WHO_AM_I, Map.of("x-k8s-aws-id", name), SECONDS);
        String encoded = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(request.toString().getBytes(StandardCharsets.UTF_8));
        return new Credentials(key.id(), new Secret("k8s-aws-v1." + encoded), Optional.of(key.end(now.plus(TAKEN))));
    }
}
