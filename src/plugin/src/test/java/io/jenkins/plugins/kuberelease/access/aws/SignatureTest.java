package io.jenkins.plugins.kuberelease.access.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures as Amazon's own library makes them of the same request at the same second. */
class SignatureTest {
    private static final AwsKey KEY =
            new AwsKey("AKIAIOSFODNN7EXAMPLE", new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aRequestIsSignedAsAmazonsLibraryDoes() {
        Signature signature = new Signature(KEY, "eu-west-1", "ecr", AT);

        String authorization = signature.authorization(
                "POST",
                "/",
                Map.of(
                        "content-type", "application/x-amz-json-1.1",
                        "host", "api.ecr.eu-west-1.amazonaws.com",
                        "x-amz-date", "20260102T030405Z",
                        "x-amz-target", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"),
                "{}");

        assertThat(authorization)
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260102/eu-west-1/ecr/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date;x-amz-target,"
                        + " Signature=f0b9e5447873591e04ab0cbcaf6805a098e9f3bc31c486cc2b70c71c6bbae6d9");
    }

    @Test
    void aTokenForEksIsTheAddressThatAmazonsLibraryWouldSign() {
        EksToken tokens = new EksToken(new EksCluster("eu-west-1", "shop"), InstantSource.fixed(AT));

        String token = tokens.of(KEY);

        assertThat(token).startsWith("k8s-aws-v1.").doesNotContain("=");
        assertThat(decoded(token))
                .startsWith("https://sts.eu-west-1.amazonaws.com/?")
                .contains("X-Amz-Expires=60", "X-Amz-Date=20260102T030405Z")
                .endsWith("&X-Amz-Signature=33e7b88d0ddf83a10b4a946d16ffec4e6c9b654a6e5bab0cefdcda819af48dda");
    }

    @Test
    void chinasPartIsAnotherDomain() {
        EksToken tokens = new EksToken(new EksCluster("cn-north-1", "shop"), InstantSource.fixed(AT));

        assertThat(decoded(tokens.of(KEY))).startsWith("https://sts.cn-north-1.amazonaws.com.cn/?");
    }

    private static String decoded(String token) {
        return new String(
                Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length())), StandardCharsets.UTF_8);
    }
}
