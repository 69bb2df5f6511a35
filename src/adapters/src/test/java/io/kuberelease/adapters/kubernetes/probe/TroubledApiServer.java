package io.kuberelease.adapters.kubernetes.probe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands in the place of an API server with one Service behind it, and of what may stand before an API server. */
final class TroubledApiServer implements AutoCloseable {
    private static final String SERVICE = """
            {"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"polls"},"spec":{"ports":[{"port":80}]}}
            """;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile HttpHandler app = exchange -> answer(exchange, 200, true, "fine");
    private volatile HttpHandler itself = exchange -> answer(exchange, 200, true, "{\"major\":\"1\"}");

    TroubledApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/version", exchange -> itself.handle(exchange));
        server.createContext("/api/v1/namespaces/polls/services/web", exchange -> answer(exchange, 200, true, SERVICE));
        server.createContext("/api/v1/namespaces/polls/services/web:80/proxy", exchange -> app.handle(exchange));
        server.start();
    }

    /** How what is asked of the app is answered. */
    void asked(HttpHandler handler) {
        app = handler;
    }

    /** How what is asked of the API server is answered. */
    void itself(HttpHandler handler) {
        itself = handler;
    }

    static void answer(HttpExchange exchange, int status, boolean byApiServer, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (byApiServer) {
            exchange.getResponseHeaders().set("Audit-Id", "a-1");
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    static String status(int code, String message) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\""
                + message + "\",\"code\":" + code + "}";
    }

    KubeconfigClusters clusters(Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {token: none}}]
                contexts: [{name: staging, context: {cluster: c, user: u}}]
                current-context: staging
                """.formatted(server.getAddress().getPort()));
        return new KubeconfigClusters(List.of(file));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
