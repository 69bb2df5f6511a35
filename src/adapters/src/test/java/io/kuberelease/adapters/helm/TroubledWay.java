package io.kuberelease.adapters.helm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.kuberelease.adapters.cluster.ClusterSource;
import io.kuberelease.adapters.cluster.InlineKubeconfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a real API server, on which answers are cut, held up or replaced by others'. */
final class TroubledWay implements ClusterSource, AutoCloseable {
    private static final List<String> PASSED_ON = List.of("Accept", "Content-Type", "User-Agent");
    private static final long DELAY_MILLIS = 1_500;

    private final HttpServer server;
    private final KubernetesClient admin;
    private final HttpClient cluster;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger met = new AtomicInteger();
    private volatile Place place = new Place(Trouble.NONE, "", "");

    /** What becomes of a request. Where the answer is lost, it was done all the same. */
    enum Trouble {
        NONE,
        CUT_IN_THE_MIDDLE,
        BUSY,
        PAGE,
        DELAYED
    }

    /** Where there is trouble: requests of this method whose path and query have this part. */
    private record Place(Trouble trouble, String method, String part) {
        boolean has(HttpExchange exchange) {
            return exchange.getRequestMethod().matches(method)
                    && exchange.getRequestURI().toString().contains(part);
        }
    }

    TroubledWay(KubernetesClient admin) throws Exception {
        this.admin = admin;
        cluster = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(SSLUtils.sslContext(admin.getConfiguration()))
                .build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::carry);
        server.start();
    }

    void troubles(Trouble trouble, String method, String part) {
        met.set(0);
        place = new Place(trouble, method, part);
    }

    void calm() {
        place = new Place(Trouble.NONE, "", "");
    }

    /** How many requests have met the trouble. */
    int met() {
        return met.get();
    }

    @Override
    public String kind() {
        return "cluster";
    }

    @Override
    public Config config(String cluster) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
    }

    @Override
    public String kubeconfig(String cluster) {
        return InlineKubeconfig.of(cluster, config(cluster));
    }

    private void carry(HttpExchange exchange) throws IOException {
        Trouble trouble = place.has(exchange) ? place.trouble() : Trouble.NONE;
        if (trouble != Trouble.NONE) {
            met.incrementAndGet();
        }
        switch (trouble) {
            case BUSY ->
                answer(
                        exchange,
                        503,
                        "application/json",
                        bytes("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":503,"
                                + "\"reason\":\"ServiceUnavailable\",\"message\":\"apiserver not ready\"}"));
            case PAGE -> answer(exchange, 200, "text/html", bytes("<html>log in to the company's network</html>"));
            default -> passOn(exchange, trouble);
        }
    }

    private void passOn(HttpExchange exchange, Trouble trouble) throws IOException {
        HttpResponse<byte[]> answer = asked(exchange);
        String type = answer.headers().firstValue("Content-Type").orElse("application/json");
        if (trouble == Trouble.DELAYED) {
            delay();
        }
        if (trouble != Trouble.CUT_IN_THE_MIDDLE) {
            answer(exchange, answer.statusCode(), type, answer.body());
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        exchange.getResponseBody().write(answer.body(), 0, answer.body().length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private HttpResponse<byte[]> asked(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        server().resolve(exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        PASSED_ON.forEach(name -> {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.setHeader(name, value);
            }
        });
        try {
            return cluster.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private URI server() {
        return URI.create(admin.getMasterUrl().toString());
    }

    private static void delay() throws IOException {
        try {
            Thread.sleep(DELAY_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
