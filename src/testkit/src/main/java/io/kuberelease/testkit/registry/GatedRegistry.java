package io.kuberelease.testkit.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Stands in front of a registry and lets through requests with the password of the moment, by basic authentication: for
 * tokens that end while something is pushed. It can be used as a proxy, too: then it stands for every registry.
 */
public final class GatedRegistry implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "transfer-encoding", "authorization", "expect", "upgrade");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger stored = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final HttpServer server;
    private final String behind;
    private final Supplier<String> userAndPassword;

    /**
     * @param behind the registry's host and port
     * @param userAndPassword the user and the password of the moment, with a colon between the two
     */
    public GatedRegistry(String behind, Supplier<String> userAndPassword) {
        this.behind = behind;
        this.userAndPassword = userAndPassword;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Its host and port. */
    public String address() {
        return "localhost:" + server.getAddress().getPort();
    }

    /** How many layers have been stored. */
    public int stored() {
        return stored.get();
    }

    /** How many requests had a password that was not right any more. */
    public int refusedPasswords() {
        return refused.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            if (!right().equals(given)) {
                refused.addAndGet(given == null ? 0 : 1);
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"gate\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            HttpResponse<byte[]> answer = ask(exchange, body);
            if (exchange.getRequestMethod().equals("PUT")
                    && exchange.getRequestURI().getPath().contains("/blobs/uploads/")
                    && answer.statusCode() == 201) {
                stored.incrementAndGet();
            }
            reply(exchange, answer);
        }
    }

    private String right() {
        return "Basic "
                + Base64.getEncoder().encodeToString(userAndPassword.get().getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + behind + asked(exchange)))
                .version(HttpClient.Version.HTTP_1_1)
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .header("X-Forwarded-Host", exchange.getRequestHeaders().getFirst("Host"))
                .header("X-Forwarded-Proto", "http");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** The path and query that were asked for, without the host, which clients name that use this as a proxy. */
    private static String asked(HttpExchange exchange) {
        URI whole = exchange.getRequestURI();
        return whole.getRawPath() + (whole.getRawQuery() == null ? "" : "?" + whole.getRawQuery());
    }

    private static void reply(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            answer.headers().firstValue("Content-Length").ifPresent(length -> exchange.getResponseHeaders()
                    .set("Content-Length", length));
        }
        exchange.sendResponseHeaders(
                answer.statusCode(), head || answer.body().length == 0 ? -1 : answer.body().length);
        if (!head && answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }
}
