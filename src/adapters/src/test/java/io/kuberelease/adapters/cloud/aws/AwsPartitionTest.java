package io.kuberelease.adapters.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.model.ImageRepository;
import java.net.URI;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

class AwsPartitionTest {
    @Test
    void everyRegionThatAmazonsLibraryKnowsHasItsNameAndDomain() {
        assertThat(Region.regions())
                .filteredOn(region -> !region.isGlobalRegion())
                .isNotEmpty()
                .allSatisfy(region -> {
                    PartitionMetadata known = PartitionMetadata.of(region);
                    AwsPartition ours = AwsPartition.of(region.id());

                    assertThat(ours.id()).isEqualTo(known.id());
                    assertThat(ours.domain()).isEqualTo(known.dnsSuffix());
                });
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov, api.ecr.us-iso-east-1.c2s.ic.gov, aws-iso",
        "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov, api.ecr.us-isob-east-1.sc2s.sgov.gov, aws-iso-b",
        "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu, api.ecr.eusc-de-east-1.amazonaws.eu, aws-eusc",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, api.ecr.cn-north-1.amazonaws.com.cn, aws-cn",
        "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com, ecr-fips.us-gov-west-1.amazonaws.com, aws-us-gov",
        "123456789012.dkr-ecr.eu-west-1.on.aws, api.ecr.eu-west-1.amazonaws.com, aws"
    })
    void aRegistryIsAskedAtTheHostOfItsOwnCloud(String registry, String host, String partition) {
        EcrName name = EcrName.of(new ImageRepository(registry + "/shop")).orElseThrow();
        AwsServices services =
                AwsServices.usual(new TokenService(KeptClients.PLAIN, "look at the network"), InstantSource.system());

        assertThat(services.ecr(name)).isEqualTo(URI.create("https://" + host));
        assertThat(name.arn()).startsWith("arn:" + partition + ":ecr:");
    }

    /** Whoever owns such a name must not be given a password for Amazon. */
    @ParameterizedTest
    @CsvSource({"cn-north-1.amazonaws.com", "us-iso-east-1.amazonaws.com", "eu-west-1.c2s.ic.gov"})
    void aRegionUnderTheDomainOfAnotherCloudIsNoRegistryOfAmazon(String place) {
        assertThat(EcrName.of(new ImageRepository("123456789012.dkr.ecr." + place + "/shop")))
                .isEmpty();
    }
}
