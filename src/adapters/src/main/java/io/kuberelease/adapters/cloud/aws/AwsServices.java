package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.adapters.cloud.TokenService;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How Amazon is reached.
 *
 * @param ecr where ECR answers; absent for the usual place of each registry's region
 * @param isRegion whether a region exists, asked when its host was not found
 */
public record AwsServices(TokenService http, Optional<URI> ecr, Predicate<String> isRegion, InstantSource clock) {

    /** At the usual places; Amazon's own library knows which regions there are. */
    public static AwsServices usual(TokenService http, InstantSource clock) {
        return new AwsServices(http, Optional.empty(), region -> AwsLibrary.isRegion(region), clock);
    }

    /** The domain of a region's services: China's part of Amazon stands alone. */
    static String domain(String region) {
        return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    }

    URI ecr(EcrName registry) {
        return ecr.orElseGet(() -> URI.create("https://" + (registry.fips() ? "ecr-fips." : "api.ecr.")
                + registry.region() + "." + domain(registry.region())));
    }
}
