package io.kuberelease.adapters.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures as Amazon's own library makes them of the same request at the same second. */
class AwsSignatureTest {
    private static final AwsKey KEY =
            new AwsKey("AKIAIOSFODNN7EXAMPLE", new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final AwsKey OF_A_ROLE = new AwsKey(
            "ASIAIOSFODNN7EXAMPLE",
            KEY.secret(),
            new AwsKey.Session(new Secret("IQoJb3JpZ2luX2VjEXAMPLE//token+of/session=="), AT.plusSeconds(900)));

    @Test
    void aRequestIsSignedAsAmazonsLibraryDoes() {
        AwsSignature signature = new AwsSignature(KEY, "eu-west-1", "ecr", AT);

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
        EksCluster cluster = new EksCluster("eu-west-1", "shop");

        String token = token(cluster, KEY);

        assertThat(token).startsWith("k8s-aws-v1.").doesNotContain("=");
        assertThat(decoded(token))
                .startsWith("https://sts.eu-west-1.amazonaws.com/?")
                .contains("X-Amz-Expires=60", "X-Amz-Date=20260102T030405Z")
                .endsWith("&X-Amz-Signature=33e7b88d0ddf83a10b4a946d16ffec4e6c9b654a6e5bab0cefdcda819af48dda");
    }

    @Test
    void aSessionsTokenIsSignedWithTheRequestAsAmazonsLibraryDoes() {
        AwsSignature signature = new AwsSignature(OF_A_ROLE, "eu-west-1", "ecr", AT);

        String authorization = signature.authorization(
                "POST",
                "/",
                Map.of(
                        "Content-Type", "application/x-amz-json-1.1",
                        "Host", "api.ecr.eu-west-1.amazonaws.com",
                        "X-Amz-Date", "20260102T030405Z",
                        "X-Amz-Security-Token", "IQoJb3JpZ2luX2VjEXAMPLE//token+of/session==",
                        "X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"),
                "{}");

        assertThat(authorization)
                .isEqualTo("AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20260102/eu-west-1/ecr/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target,"
                        + " Signature=092cfccb8454cd8405fc57062ae9e341ebd15730aef33aba355d168394ac329d");
    }

    @Test
    void aSessionsTokenForEksIsInTheAddressAndSigned() {
        EksCluster cluster = new EksCluster("eu-west-1", "shop");

        assertThat(decoded(token(cluster, OF_A_ROLE)))
                .isEqualTo("https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15"
                        + "&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20260102%2Feu-west-1%2Fsts%2Faws4_request"
                        + "&X-Amz-Date=20260102T030405Z&X-Amz-Expires=60"
                        + "&X-Amz-Security-Token=IQoJb3JpZ2luX2VjEXAMPLE%2F%2Ftoken%2Bof%2Fsession%3D%3D"
                        + "&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id"
                        + "&X-Amz-Signature=c59886e72c8f3d11502c09178cb2433e69ee592007092ac13e0578fc72f146c3");
    }

    @Test
    void whatASessionBuysEndsWithIt() {
        EksCluster cluster = new EksCluster("eu-west-1", "shop");

        assertThat(cluster.token(OF_A_ROLE, AT.plusSeconds(300)).expires()).contains(AT.plusSeconds(900));
        assertThat(cluster.token(KEY, AT.plusSeconds(300)).expires()).contains(AT.plusSeconds(1200));
    }

    @Test
    void chinasPartIsAnotherDomain() {
        EksCluster cluster = new EksCluster("cn-north-1", "shop");

        assertThat(decoded(token(cluster, KEY))).startsWith("https://sts.cn-north-1.amazonaws.com.cn/?");
    }

    private static String token(EksCluster cluster, AwsKey key) {
        return cluster.token(key, AT).password().reveal();
    }

    private static String decoded(String token) {
        return new String(
                Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length())), StandardCharsets.UTF_8);
    }
}
