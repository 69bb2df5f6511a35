package io.kuberelease.adapters.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ECR is shown of a key, and for how long its token is good; whether Amazon takes it is moto's to say. */
class EcrRequestTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant HALF_A_DAY = NOW.plusSeconds(12 * 3600);
    private static final AwsKey LASTING = new AwsKey("AKIAIOSFODNN7EXAMPLE", new Secret("s3cr3t"));
    private static final AwsKey OF_A_ROLE = new AwsKey(
            "ASIAIOSFODNN7EXAMPLE",
            new Secret("s3cr3t"),
            new AwsKey.Session(new Secret("session-token"), NOW.plusSeconds(900)));

    private final CompletableFuture<Headers> seen = new CompletableFuture<>();
    private HttpServer ecr;

    @BeforeEach
    void start() throws Exception {
        ecr = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = ("{\"authorizationData\": [{\"authorizationToken\": \"QVdTOnBhc3M=\", \"expiresAt\": "
                        + HALF_A_DAY.getEpochSecond() + "}]}")
                .getBytes(StandardCharsets.UTF_8);
        ecr.createContext("/", exchange -> {
            seen.complete(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        ecr.start();
    }

    @AfterEach
    void stop() {
        ecr.stop(0);
    }

    @Test
    void aSessionsTokenIsSentAndSigned() {
        login(OF_A_ROLE);

        assertThat(seen.join().getFirst("X-Amz-Security-Token")).isEqualTo("session-token");
        assertThat(seen.join().getFirst("Authorization"))
                .contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target,");
    }

    @Test
    void aLastingKeyHasNone() {
        login(LASTING);

        assertThat(seen.join()).doesNotContainKey("X-amz-security-token");
    }

    @Test
    void theRegistrysTokenEndsWithTheSessionThatBoughtIt() {
        assertThat(login(OF_A_ROLE).expires()).contains(NOW.plusSeconds(900));
        assertThat(login(LASTING).expires()).contains(HALF_A_DAY);
    }

    private Credentials login(AwsKey key) {
        URI place = URI.create("http://127.0.0.1:" + ecr.getAddress().getPort());
        EcrName registry = EcrName.of(new ImageRepository("123456789012.dkr.ecr.eu-west-1.amazonaws.com/web"))
                .orElseThrow();
        AwsServices services = new AwsServices(
                new TokenService(KeptClients.PLAIN, "look at the network"),
                Optional.of(place),
                region -> true,
                InstantSource.fixed(NOW));
        return new EcrRegistry(registry, new AwsIdentity("key", tried -> key, "", ""), services).credentials();
    }
}
