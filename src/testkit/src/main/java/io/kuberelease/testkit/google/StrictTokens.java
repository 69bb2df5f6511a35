package io.kuberelease.testkit.google;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Google's token services on this machine: the one that takes a service account's signed assertion, with all of its
 * checks, and the metadata server of a machine or pod with workload identity. Each token is another one.
 */
public final class StrictTokens implements AutoCloseable {
    /** The only service account. */
    public static final String ACCOUNT = "release@acme.iam.gserviceaccount.com";

    /** How long its tokens live, in seconds. */
    public static final int LIFETIME = 3599;

    private static final String FLAVOR = "Metadata-Flavor";

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger given = new AtomicInteger();
    private final KeyPair keys = keyPair();
    private final HttpServer server;
    private volatile Optional<Integer> outage = Optional.empty();

    public StrictTokens() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        server.createContext("/token", this::exchange);
        server.createContext("/computeMetadata/v1/instance/service-accounts/default/token", this::metadata);
        server.start();
    }

    /** The address that takes assertions. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    }

    /** The host and port of the metadata server. */
    public InetSocketAddress metadataHost() {
        return server.getAddress();
    }

    /** How many tokens were given. */
    public int tokensGiven() {
        return given.get();
    }

    /** From now on answers everything with this status. */
    public void answerOnly(int status) {
        outage = Optional.of(status);
    }

    /** The service account's key file. */
    public String keyFile() {
        return keyFile(ACCOUNT, keys);
    }

    /** A key file of an account, signed with a key that is not the service account's. */
    public String strangersKeyFile(String account) {
        return keyFile(account, account.equals(ACCOUNT) ? keyPair() : keys);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String keyFile(String account, KeyPair pair) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        return json.createObjectNode()
                .put("type", "service_account")
                .put("project_id", "acme")
                .put("private_key_id", "key-1")
                .put("private_key", "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n")
                .put("client_email", account)
                .put("client_id", "1")
                .put("token_uri", address().toString())
                .toString();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Optional<Refusal> refusal = new AssertionCheck(keys.getPublic(), ACCOUNT).refuse(form);
        if (outage.isPresent()) {
            answer(exchange, outage.get(), json.createObjectNode());
        } else if (!exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 405, json.createObjectNode());
        } else if (refusal.isPresent()) {
            answer(
                    exchange,
                    400,
                    json.createObjectNode()
                            .put("error", refusal.get().error())
                            .put("error_description", refusal.get().description()));
        } else {
            answer(exchange, 200, token());
        }
    }

    /** Without its header nobody gets anything, so that no page in a browser can ask. */
    private void metadata(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set(FLAVOR, "Google");
        if (!"Google".equals(exchange.getRequestHeaders().getFirst(FLAVOR))) {
            answer(exchange, 403, json.createObjectNode());
        } else {
            answer(exchange, outage.orElse(200), token());
        }
    }

    private ObjectNode token() {
        return json.createObjectNode()
                .put("access_token", "ya29.token-" + given.incrementAndGet())
                .put("expires_in", LIFETIME)
                .put("token_type", "Bearer");
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has RSA", impossible);
        }
    }

    /** A refusal in the token service's words. */
    record Refusal(String error, String description) {}
}
