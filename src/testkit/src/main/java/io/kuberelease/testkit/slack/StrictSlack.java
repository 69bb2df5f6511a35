package io.kuberelease.testkit.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on this machine that answers {@code chat.postMessage}, {@code chat.update} and an incoming webhook as Slack
 * does, with its checks, errors and limits, and keeps what a person would see.
 */
public final class StrictSlack implements AutoCloseable {
    /** The only token that it knows. */
    public static final String TOKEN = "xoxb-123456789012-1234567890123-abcdefghijklmnopqrstuvwx";

    private static final String WEBHOOK = "/services/T0001/B0001/XXXXXXXXXXXXXXXXXXXXXXXX";
    private static final int TOO_MANY = 429;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Workspace workspace;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int retryAfter = 1;
    private volatile boolean swallowing;

    /**
     * A request as it came in.
     *
     * @param status the HTTP status of the answer
     * @param answer the answer's body
     */
    public record Request(String path, String body, int status, String answer) {}

    private StrictSlack(HttpServer server, Workspace workspace) {
        this.server = server;
        this.workspace = workspace;
    }

    /** A running server whose workspace has these channels, for example {@code releases}; the bot is in each. */
    public static StrictSlack with(String... channels) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            StrictSlack slack = new StrictSlack(server, new Workspace(List.of(channels)));
            server.setExecutor(slack.threads);
            server.createContext("/", slack::handle);
            server.start();
            return slack;
        } catch (IOException e) {
            throw new UncheckedIOException("can't open a port on the loopback interface for a test server", e);
        }
    }

    /** The address of its Web API; ends with a slash. */
    public URI api() {
        return address("/api/");
    }

    /** The address of an incoming webhook into the first channel. */
    public URI webhook() {
        return address(WEBHOOK);
    }

    private URI address(String path) {
        InetSocketAddress bound = server.getAddress();
        return URI.create("http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort() + path);
    }

    /** Answers the next requests with 429. */
    public void limitRate(int requestsToRefuse, int retryAfterSeconds) {
        retryAfter = retryAfterSeconds;
        refusals.set(requestsToRefuse);
    }

    /** From now on takes requests and never answers, until closed. */
    public void swallowRequests() {
        swallowing = true;
    }

    /** The messages that a person would see, oldest first. */
    public List<PostedMessage> messages() {
        return workspace.messages();
    }

    /** Deletes a message, as a person would. */
    public void delete(String ts) {
        workspace.delete(ts);
    }

    /** All requests so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (swallowing) {
            awaitClose();
            return;
        }
        Answer answer = answer(exchange, body);
        requests.add(new Request(exchange.getRequestURI().getPath(), body, answer.status(), answer.body()));
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        if (answer.status() == TOO_MANY) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(retryAfter));
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer answer(HttpExchange exchange, String body) {
        String path = exchange.getRequestURI().getPath();
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return Answer.limited();
        }
        Optional<JsonNode> json = Answer.parse(body);
        if (path.startsWith("/services/")) {
            return new WebhookCheck(workspace).answer(path.equals(WEBHOOK), json);
        }
        return new ApiCheck(workspace, exchange.getRequestHeaders()).answer(path, json);
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An incoming webhook: plain text answers, and HTTP statuses that mean something. */
    private static final class WebhookCheck {
        private final Workspace workspace;

        WebhookCheck(Workspace workspace) {
            this.workspace = workspace;
        }

        Answer answer(boolean known, Optional<JsonNode> json) {
            if (!known) {
                return Answer.text(404, "no_service");
            }
            if (json.isEmpty()) {
                return Answer.text(400, "invalid_payload");
            }
            if (json.get().path("text").asText("").isEmpty()
                    && json.get().path("blocks").isEmpty()) {
                return Answer.text(400, "no_text");
            }
            if (!BlockCheck.problems(json.get().path("blocks")).isEmpty()) {
                return Answer.text(400, "invalid_blocks");
            }
            PostedMessage unused = workspace.post(workspace.firstChannel(), json.get());
            return Answer.text(200, "ok");
        }
    }
}
