package io.jenkins.plugins.kuberelease.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of a cluster's API server as it takes to see with what somebody comes. */
public final class ApiServer implements AutoCloseable {
    /** What it says its id is. */
    public static final String UID = "0b1c7a4e-0000-4000-8000-000000000001";

    private final HttpServer server;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> actedAs = new CopyOnWriteArrayList<>();

    /** Running, on a free port. */
    public ApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where it answers. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** With what authorization the last request came. */
    public String lastSeen() {
        return seen.get(seen.size() - 1);
    }

    /** As whom the last request asked to act; "null" for itself. */
    public String lastActedAs() {
        return actedAs.get(actedAs.size() - 1);
    }

    /** How many requests came. */
    public int requests() {
        return seen.size();
    }

    private void answer(HttpExchange exchange) throws IOException {
        actedAs.add(String.valueOf(exchange.getRequestHeaders().getFirst("Impersonate-User")));
        seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        String path = exchange.getRequestURI().getPath();
        exchange.getRequestBody().readAllBytes();
        if (path.equals("/api/v1/namespaces/kube-system")) {
            send(
                    exchange,
                    200,
                    "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"kube-system\",\"uid\":\""
                            + UID + "\"}}");
        } else if (path.endsWith("/selfsubjectreviews")) {
            send(exchange, 201, "{\"status\":{\"userInfo\":{\"username\":\"system:serviceaccount:ci:jenkins\"}}}");
        } else {
            send(exchange, 404, "{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":404}");
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
