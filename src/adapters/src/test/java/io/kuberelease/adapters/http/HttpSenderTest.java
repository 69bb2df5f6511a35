package io.kuberelease.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.ReleaseException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is the same for all servers that are asked over HTTP. */
class HttpSenderTest {
    private static final HttpPolicy POLICY = HttpPolicy.within(Duration.ofSeconds(10));

    private final CountDownLatch over = new CountDownLatch(1);
    private final CompanyNetwork network = new CompanyNetwork(exchange -> {
        switch (exchange.getRequestURI().getPath()) {
            case "/elsewhere" -> {
                exchange.getResponseHeaders().add("Location", "http://storage.corp/content");
                exchange.sendResponseHeaders(302, -1);
            }
            case "/nowhere", "/nobody" -> {
                String place = exchange.getRequestURI().getPath().equals("/nowhere") ? "http://a b/" : "http:x";
                exchange.getResponseHeaders().add("Location", place);
                exchange.sendResponseHeaders(302, -1);
            }
            case "/slow" -> {
                exchange.sendResponseHeaders(200, 10);
                exchange.getResponseBody().write(new byte[3]);
                exchange.getResponseBody().flush();
                await();
            }
            default -> {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write(new byte[100]);
            }
        }
    });

    @AfterEach
    void stop() {
        over.countDown();
        network.close();
    }

    @Test
    void whoReadsGoesWhereTheContentIsAndShowsThereNoCredentials() throws Exception {
        HttpReply reply = sender(POLICY.following()).send(get("/elsewhere"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(network.seen()).hasSize(2);
        assertThat(network.seen().get(0).headers()).contains("Authorization");
        assertThat(network.seen().get(1).host()).isEqualTo("storage.corp");
        assertThat(network.seen().get(1).headers()).doesNotContain("Authorization");
    }

    @Test
    void whatIsWrittenIsNotSentElsewhereAndARedirectIsNoSuccess() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(URI.create("http://hub.corp/elsewhere"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();

        assertThat(sender(POLICY.following()).send(post).status()).isEqualTo(302);
        assertThat(sender(POLICY).send(get("/elsewhere")).status())
                .as("without following")
                .isEqualTo(302);
    }

    @Test
    void aRedirectToWhatIsNoAddressIsNoAnswer() {
        for (String path : List.of("/nowhere", "/nobody")) {
            assertThatThrownBy(() -> sender(POLICY.following()).send(get(path)))
                    .isInstanceOf(NoAnswer.class)
                    .hasMessage("it redirects to what is no address");
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsRefusedAndNotTakenInPart() {
        assertThatThrownBy(() -> sender(POLICY.upTo(99)).send(get("/content")))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("http://hub.corp answers with 100 bytes")
                .hasMessageContaining("99");
    }

    @Test
    void theWholeAnswerMustComeInTimeAndNotItsBeginningAlone() {
        HttpPolicy impatient = HttpPolicy.within(Duration.ofMillis(300)).connecting(Duration.ofSeconds(10));

        assertThatThrownBy(() -> sender(impatient).send(get("/slow")))
                .isInstanceOf(NoAnswer.class)
                .hasMessage("no answer within 0.3 s");
    }

    private HttpSender sender(HttpPolicy policy) {
        return new HttpSender(new ProxiedHttp(new Proxies(network.proxy().variables())), policy);
    }

    private static HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create("http://hub.corp" + path))
                .header("Authorization", "Bearer s3cret")
                .build();
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
