package io.kuberelease.adapters.kubernetes.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An ingress on loopback that leads by the name alone. */
class OutsideProbeTest {
    private static final URI ADDRESS = URI.create("http://search.polls.example.com/");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI());
            int status = answers.size() > 1 ? answers.remove(0) : answers.get(0);
            byte[] body = ("it is " + status).getBytes(StandardCharsets.UTF_8);
            if (status == 301) {
                exchange.getResponseHeaders().add("Location", "https://search.polls.example.com/");
            }
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theIngressIsAskedForTheNameUntilItKnowsIt() {
        answers.addAll(List.of(404, 503, 200));

        probe(Optional.of("/health"), 20);

        assertThat(asked).hasSize(3).containsOnly("search.polls.example.com/health");
    }

    @Test
    void withoutAPathAnyAnswerOfTheAppIsGood() {
        answers.add(401);

        assertThatCode(() -> probe(Optional.empty(), 5)).doesNotThrowAnyException();
    }

    @Test
    void anIngressThatLeadsEverybodyToHttpsProvesNothingOfTheApp() {
        answers.add(301);

        assertThatThrownBy(() -> probe(Optional.empty(), 5))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> assertThat(
                                failed.reason().suggestion().orElseThrow())
                        .contains("preview.scheme: https"));
    }

    @Test
    void whatIsWrongIsToldWithTheAnswerAndWhatToDo() {
        answers.add(404);

        assertThatThrownBy(() -> probe(Optional.of("/health"), 1))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().summary())
                            .contains("http://search.polls.example.com/health", "asked at", "answered 404");
                    assertThat(failed.reason().suggestion().orElseThrow()).contains("Ingress or a route");
                });
    }

    @Test
    void whereNoSecureConnectionComesAboutTheCertificateIsToldAndNotTheName() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerPlainly(plain));
            answering.start();

            assertThatThrownBy(() -> new OutsideProbe(InstantSource.system())
                            .require(
                                    URI.create("https://search.polls.example.com/"),
                                    Optional.empty(),
                                    Optional.of("127.0.0.1:" + plain.getLocalPort()),
                                    control(Instant.now())))
                    .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> assertThat(
                                    failed.reason().suggestion().orElseThrow())
                            .contains("a certificate for search.polls.example.com", "preview.scheme: http")
                            .doesNotContain("preview.ingress"));
            answering.join(20_000);
        }
    }

    private static void answerPlainly(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            var unused = socket.getInputStream().read(new byte[1000]);
        } catch (IOException closed) {
            // Who asked has heard enough.
            return;
        }
    }

    @Test
    void itIsAskedForTwoMinutesAndNotForAsLongAsTheStageMayTake() {
        answers.add(404);
        Instant begun = Instant.now();
        AtomicInteger asks = new AtomicInteger();
        InstantSource hasty = () -> begun.plusSeconds(50L * asks.getAndIncrement());

        assertThatThrownBy(() -> new OutsideProbe(hasty)
                        .require(ADDRESS, Optional.empty(), Optional.of(ingress()), control(begun.plusSeconds(600))))
                .hasMessageContaining("answered 404");
        assertThat(asked).hasSizeLessThan(4);
    }

    private void probe(Optional<String> path, int seconds) {
        new OutsideProbe(InstantSource.system())
                .require(
                        ADDRESS,
                        path,
                        Optional.of(ingress()),
                        control(Instant.now().plus(Duration.ofSeconds(seconds))));
    }

    private String ingress() {
        return server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    private static StageControl control(Instant deadline) {
        return new StageControl(
                new ReleaseId("r1"),
                new StageId("preview.reach"),
                deadline,
                false,
                Cancellation.NEVER,
                Progress.SILENT);
    }
}
