package io.jenkins.plugins.kuberelease.access.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster at EKS, as its ARN names it.
 *
 * @param region for example {@code eu-west-1}
 * @param name in that region
 */
public record EksCluster(String region, String name) {
    private static final Pattern ARN = Pattern.compile(
            "arn:aws[a-z-]*:eks:(?<region>[a-z0-9-]+):\\d{12}:cluster/(?<name>[A-Za-z0-9][\\w-]{0,99})");

    /** Absent when the text is not the ARN of one. */
    public static Optional<EksCluster> of(String arn) {
        Matcher named = ARN.matcher(arn);
        return named.matches()
                ? Optional.of(new EksCluster(named.group("region"), named.group("name")))
                : Optional.empty();
    }
}
