package io.kuberelease.adapters.cloud.aws;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The separate clouds of Amazon, each with names and hosts of its own; a region is in the one that its name tells. */
enum AwsPartition {
    CHINA("aws-cn", "cn-", "amazonaws.com.cn", "on.amazonwebservices.com.cn"),
    GOVERNMENT("aws-us-gov", "us-gov-", "amazonaws.com", "on.aws"),
    SOVEREIGN("aws-eusc", "eusc-", "amazonaws.eu", "on.amazonwebservices.eu"),
    ISO("aws-iso", "us-iso-", "c2s.ic.gov", "on.aws.ic.gov"),
    ISO_B("aws-iso-b", "us-isob-", "sc2s.sgov.gov", "on.aws.scloud"),
    ISO_E("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "on.cloud-aws.adc-e.uk"),
    ISO_F("aws-iso-f", "us-isof-", "csp.hci.ic.gov", "on.aws.hci.ic.gov"),
    /** All other regions. */
    USUAL("aws", "", "amazonaws.com", "on.aws");

    private final String id;
    private final String regions;
    private final String domain;
    private final String both;

    /**
     * @param regions how the names of its regions begin
     * @param domain of its services
     * @param both the domain of those that are reached by IPv6 too
     */
    AwsPartition(String id, String regions, String domain, String both) {
        this.id = id;
        this.regions = regions;
        this.domain = domain;
        this.both = both;
    }

    static AwsPartition of(String region) {
        return Arrays.stream(values())
                .filter(each -> region.startsWith(each.regions))
                .findFirst()
                .orElse(USUAL);
    }

    /** Its name in ARNs. */
    String id() {
        return id;
    }

    String domain() {
        return domain;
    }

    /** Whether hosts of a service can be in that domain. */
    boolean has(String host) {
        return host.equals(domain) || host.equals(both);
    }

    /** All domains as alternatives of a pattern. */
    static String pattern() {
        return Arrays.stream(values())
                .flatMap(each -> Stream.of(each.domain, each.both))
                .distinct()
                .map(each -> each.replace(".", "\\."))
                .collect(Collectors.joining("|", "(?:", ")"));
    }
}
