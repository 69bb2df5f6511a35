package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.adapters.cloud.TokenService;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The services of Amazon, and the clock for requests to them.
 *
 * @param ecr the address of ECR; empty for the usual one of each registry's region
 * @param isRegion whether a region exists, asked when its host was not found
 */
public record AwsServices(TokenService http, Optional<URI> ecr, Predicate<String> isRegion, InstantSource clock) {

    /** The usual addresses; Amazon's own library knows which regions there are. */
    public static AwsServices usual(TokenService http, InstantSource clock) {
        return new AwsServices(http, Optional.empty(), region -> AwsLibrary.isRegion(region), clock);
    }

    /** The domain of a region's services; China's regions, and the separate clouds of governments, have their own. */
    static String domain(String region) {
        return AwsPartition.of(region).domain();
    }

    URI ecr(EcrName registry) {
        return ecr.orElseGet(() -> URI.create("https://" + (registry.fips() ? "ecr-fips." : "api.ecr.")
                + registry.region() + "." + domain(registry.region())));
    }
}
