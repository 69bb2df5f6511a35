package io.kuberelease.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /** What nobody reads would hold its connection for as long as the program runs. */
    @Test
    void theBodyOfARedirectIsClosedUnread() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> redirects(server));
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"))
                    .build();

            HttpDownload download = new HttpSender(KeptClients.PLAIN, POLICY.following()).open(request);

            assertThat(download.answer().status()).isEqualTo(204);
            assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Answers with a redirect whose body is larger than any buffer, and then with its end. */
    private static boolean redirects(ServerSocket server) {
        try (Socket first = server.accept()) {
            first.getOutputStream()
                    .write("HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 1000000000\r\n\r\n"
                            .getBytes(UTF_8));
            CompletableFuture<Boolean> unread = CompletableFuture.supplyAsync(() -> isCutOff(first));
            try (Socket second = server.accept()) {
                second.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(UTF_8));
                return unread.get(10, TimeUnit.SECONDS);
            }
        } catch (TimeoutException open) {
            return false;
        } catch (IOException | InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isCutOff(Socket socket) {
        try {
            for (int sent = 0; sent < 1000; sent++) {
                socket.getOutputStream().write(new byte[1_000_000]);
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
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
