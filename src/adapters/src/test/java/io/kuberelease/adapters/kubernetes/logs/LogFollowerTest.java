package io.kuberelease.adapters.kubernetes.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogFollowerTest {
    private static final long WITHIN_SECONDS = 20;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private KubernetesClient client;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getQuery());
            byte[] log = "2026-11-21T10:00:00.000000001Z the only line\n".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, log.length);
            exchange.getResponseBody().write(log);
            exchange.close();
        });
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

    /** As it goes with a container that has ended before anybody saw it run: the beginning comes last. */
    @Test
    void aContainerThatHasEndedIsReadOnceAndNotFollowed() throws Exception {
        try (LogFollower follower =
                new LogFollower(client, new ContainerLog("polls", "pod", "test", false), lines::add, Runnable::run)) {
            var told = follower.finish();
            follower.start();

            told.get(WITHIN_SECONDS, TimeUnit.SECONDS);

            assertThat(lines).containsExactly("the only line");
            assertThat(asked).containsExactly("container=test&timestamps=true");
        }
    }
}
