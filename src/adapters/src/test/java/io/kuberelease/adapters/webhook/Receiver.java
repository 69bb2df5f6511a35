package io.kuberelease.adapters.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver as strict as one should be: what is not signed with the key, or was signed long ago, is HTTP 401. */
final class Receiver implements AutoCloseable {
    static final String KEY = "wh-sesame-0123456789";

    private final HttpServer server;
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();

    /** What it took, in order. */
    record Taken(String delivery, JsonNode event) {}

    private record Answer(int status, String retryAfter) {}

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** The next request gets this answer, whatever it says. */
    void answers(int status, String retryAfter) {
        script.add(new Answer(status, retryAfter));
    }

    List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** The deliveries of all requests, those that were refused too. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    void awaitTaken(int count) throws InterruptedException {
        await(() -> taken.size() >= count);
    }

    void awaitRequests(int count) throws InterruptedException {
        await(() -> requests.size() >= count);
    }

    private synchronized void await(BooleanSupplier enough) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (!enough.getAsBoolean() && Instant.now().isBefore(end)) {
            wait(100);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String delivery = String.valueOf(exchange.getRequestHeaders().getFirst("Kube-Release-Delivery"));
        requests.add(delivery);
        Answer scripted = script.poll();
        int status = scripted == null ? (isSigned(exchange, body) ? 204 : 401) : scripted.status();
        if (scripted != null && !scripted.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", scripted.retryAfter());
        }
        if (status == 204) {
            taken.add(new Taken(delivery, new ObjectMapper().readTree(body)));
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
        synchronized (this) {
            notifyAll();
        }
    }

    private static boolean isSigned(HttpExchange exchange, String body) {
        String header = String.valueOf(exchange.getRequestHeaders().getFirst("Kube-Release-Signature"));
        String time = header.replaceAll("^t=(\\d+),v1=[0-9a-f]{64}$", "$1");
        if (time.equals(header) || Math.abs(Instant.now().getEpochSecond() - Long.parseLong(time)) > 300) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
            byte[] given = HexFormat.of().parseHex(header.substring(header.indexOf("v1=") + 3));
            return MessageDigest.isEqual(expected, given);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
