package io.jenkins.plugins.kuberelease.config;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** As much of a registry as it takes to let one person in: it has no image, and says so to nobody else. */
final class PasswordRegistry implements AutoCloseable {
    private final HttpServer server;
    private final String expected;

    PasswordRegistry(String user, String password) throws IOException {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        expected = "Basic " + Base64.getEncoder().encodeToString(pair);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::answer);
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean known = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!known) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        String code = known ? "MANIFEST_UNKNOWN" : "UNAUTHORIZED";
        byte[] body = ("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"\"}]}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(known ? 404 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
