package io.kuberelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpThreadsTest {
    private static final long DEADLINE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final ThreadGroup group = new ThreadGroup("a program");

    @Test
    void aClientThatNobodyCanCloseHoldsNoThreadAfterwards() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        HttpClient client = clientThatHasAsked(server.getAddress().getPort()).get(10, TimeUnit.SECONDS);
        Thread sleeping = selector().orElseThrow();

        HttpThreads.end(group);

        sleeping.join(DEADLINE_MILLIS);
        assertThat(sleeping.isAlive()).as("thread of %s", client).isFalse();
        server.stop(0);
    }

    private CompletableFuture<HttpClient> clientThatHasAsked(int port) {
        CompletableFuture<HttpClient> asked = new CompletableFuture<>();
        URI address = URI.create("http://127.0.0.1:" + port + "/");
        Thread thread = new Thread(
                group,
                () -> asked.completeAsync(
                        () -> {
                            HttpClient client = HttpClient.newHttpClient();
                            client.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                                    .join();
                            return client;
                        },
                        Runnable::run));
        thread.start();
        return asked;
    }

    private Optional<Thread> selector() {
        Thread[] threads = new Thread[group.activeCount() + 8];
        group.enumerate(threads);
        return Arrays.stream(threads)
                .filter(Objects::nonNull)
                .filter(thread -> thread.getName().endsWith("-SelectorManager"))
                .findAny();
    }
}
