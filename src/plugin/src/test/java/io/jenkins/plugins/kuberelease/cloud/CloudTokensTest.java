package io.jenkins.plugins.kuberelease.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.kuberelease.access.Vault;
import io.kuberelease.adapters.cloud.aws.EcrName;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.testkit.google.StrictTokens;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** For whom tokens are kept, and for whom not; each that ECR gives here is another one. */
@WithJenkins
class CloudTokensTest {
    private static final EcrName REGISTRY = EcrName.of(
                    new ImageRepository("123456789012.dkr.ecr.eu-west-1.amazonaws.com/web"))
            .orElseThrow();
    private static final String FIRST = "AKIAIOSFODNN7EXAMPLE";
    private static final String SECOND = "AKIAI44QH8DHBEXAMPLE";

    private static JenkinsRule jenkins;
    private static HttpServer ecr;

    private final CloudTokens tokens = new CloudTokens();

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        AtomicInteger given = new AtomicInteger();
        ecr = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ecr.createContext("/", exchange -> {
            byte[] answer = answer("AWS:token-" + given.incrementAndGet());
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        ecr.start();
        System.setProperty(
                CloudTokens.ECR, "http://127.0.0.1:" + ecr.getAddress().getPort());
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty(CloudTokens.ECR);
        ecr.stop(0);
        jenkins.after();
    }

    @Test
    void whoComesAgainIsGivenTheSameUntilItIsRefused() {
        StandardCredentials credential = CloudCredentials.aws("aws", FIRST, "s3cr3t");
        String first = ecr(credential);

        assertThat(ecr(credential)).isEqualTo(first);
        tokens.forget();
        assertThat(ecr(credential)).isNotEqualTo(first);
    }

    @Test
    void anotherCredentialsTokenIsNotGivenToAnybody() {
        String first = ecr(CloudCredentials.aws("aws", FIRST, "s3cr3t"));

        assertThat(ecr(CloudCredentials.aws("other", FIRST, "s3cr3t")))
                .as("another id")
                .isNotEqualTo(first);
        assertThat(ecr(CloudCredentials.aws("aws", SECOND, "s3cr3t")))
                .as("another key under the same id")
                .isNotEqualTo(first);
        assertThat(ecr(Vault.password("user", FIRST, "s3cr3t")))
                .as("another kind")
                .isNotEqualTo(first);
    }

    @Test
    void aRoleIsNotTakenOnForEachRequestNorItsTokenKeptBeyondTheSession() {
        int before = CloudCredentials.Session.asked();
        StandardCredentials credential = new CloudCredentials.Session("session");

        ecr(credential);
        ecr(credential);

        assertThat(CloudCredentials.Session.asked()).isEqualTo(before + 1);
        assertThat(tokens.ecr(credential, REGISTRY)
                        .orElseThrow()
                        .credentials()
                        .expires()
                        .orElseThrow())
                .isBetween(Instant.now().plusSeconds(600), Instant.now().plusSeconds(900));
    }

    @Test
    void anotherAccountUnderTheSameIdBuysItsOwnTokenFromGoogle() throws Exception {
        try (StrictTokens google = new StrictTokens()) {
            System.setProperty(CloudTokens.GOOGLE, google.address().toString());

            String first = google(CloudCredentials.robot("robot", google.keyFile()));
            assertThat(google(CloudCredentials.robot("robot", google.keyFile())))
                    .isEqualTo(first);

            String changed = google.keyFile().replace(StrictTokens.ACCOUNT, "other@acme.iam.gserviceaccount.com");
            assertThatThrownBy(() -> google(CloudCredentials.robot("robot", changed)))
                    .as("is not given the one that is kept")
                    .hasMessageContaining("other@acme.iam.gserviceaccount.com")
                    .hasMessageContaining("account not found");
        } finally {
            System.clearProperty(CloudTokens.GOOGLE);
        }
    }

    private String ecr(StandardCredentials credential) {
        return tokens.ecr(credential, REGISTRY)
                .orElseThrow()
                .credentials()
                .password()
                .reveal();
    }

    private String google(StandardCredentials credential) {
        return tokens.google(credential).orElseThrow().password().reveal();
    }

    private static byte[] answer(String token) {
        String encoded = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
        long end = Instant.now().plusSeconds(12 * 3600).getEpochSecond();
        return ("{\"authorizationData\": [{\"authorizationToken\": \"" + encoded + "\", \"expiresAt\": " + end + "}]}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
