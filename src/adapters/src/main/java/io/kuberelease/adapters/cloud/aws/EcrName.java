package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.model.ImageRepository;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a repository's name in a private registry of Amazon's. {@code public.ecr.aws} is none: it is read
 * without credentials, and to write there one logs in with docker.
 *
 * @param account the twelve digits of the account that the registry belongs to
 * @param region where the registry is, for example {@code eu-west-1}
 * @param fips whether it is the endpoint with validated cryptography
 * @param repository the repository's path in the registry
 */
public record EcrName(String account, String region, boolean fips, String repository) {
    private static final Pattern REGISTRY =
            Pattern.compile("(?<account>\\d{12})\\.dkr[.-]ecr(?<fips>-fips)?\\.(?<region>[a-z0-9-]+)\\." + "(?<domain>"
                    + AwsPartition.pattern() + ")(:\\d+)?");

    /** The name's parts; empty when the registry is not one of Amazon's private ones. */
    public static Optional<EcrName> of(ImageRepository repository) {
        Matcher name = REGISTRY.matcher(repository.registry());
        return name.matches() && AwsPartition.of(name.group("region")).has(name.group("domain"))
                ? Optional.of(new EcrName(
                        name.group("account"), name.group("region"), name.group("fips") != null, repository.path()))
                : Optional.empty();
    }

    /** The account in a registry's address; empty when there is none. */
    public static Optional<String> accountOf(String address) {
        Matcher account = Pattern.compile("(?:https://)?(\\d{12})\\..*").matcher(address);
        return account.matches() ? Optional.of(account.group(1)) : Optional.empty();
    }

    /** The registry in words, for messages. */
    String registry() {
        return "the registry of AWS account " + account + " in " + region;
    }

    /** The repository's ARN, for policies. */
    public String arn() {
        return "arn:" + AwsPartition.of(region).id() + ":ecr:" + region + ":" + account + ":repository/" + repository;
    }
}
