package io.kuberelease.adapters.kubernetes.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogStreamTest {
    private static final long WITHIN_SECONDS = 20;
    private static final ContainerLog LOG = new ContainerLog("polls", "migrate", "run", true);

    private final CompletableFuture<String> asked = new CompletableFuture<>();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private HttpServer server;
    private KubernetesClient client;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .build())
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        server.stop(0);
    }

    @Test
    void thePreviousRunIsAskedForAndPassedOn() throws Exception {
        answer(200);

        try (LogStream stream = LogStream.open(client, LOG, "&follow=true", this::take)) {
            stream.done().get(WITHIN_SECONDS, TimeUnit.SECONDS);
        }

        assertThat(told.toString(UTF_8)).isEqualTo("said\n");
        assertThat(asked.join())
                .isEqualTo("/api/v1/namespaces/polls/pods/migrate/log?container=run&previous=true&follow=true");
    }

    @Test
    void whatIsNoLogIsNotPassedOn() {
        answer(404);

        try (LogStream stream = LogStream.open(client, LOG, "", this::take)) {
            assertThatThrownBy(() -> stream.done().get(WITHIN_SECONDS, TimeUnit.SECONDS))
                    .hasMessageContaining("404");
        }

        assertThat(told.size()).isZero();
    }

    private void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            told.write(bytes.get());
        }
    }

    private void answer(int status) {
        server.createContext("/", exchange -> {
            asked.complete(exchange.getRequestURI().toString());
            byte[] log = "said\n".getBytes(UTF_8);
            exchange.sendResponseHeaders(status, log.length);
            exchange.getResponseBody().write(log);
            exchange.close();
        });
    }
}
