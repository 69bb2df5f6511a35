package io.kuberelease.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the pages of golden documents as a host does, under the strictest policy, and writes down what forms send. */
final class PageServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Map<String, String> changed = new ConcurrentHashMap<>();
    private final List<String> forms = new CopyOnWriteArrayList<>();
    private volatile boolean down;

    PageServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The address of the page of a golden document. */
    String page(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name + "/";
    }

    /** From now on the page of that name is asked to draw another's document. */
    void become(String name, String other) {
        changed.put(name, Golden.document(other));
    }

    /** From now on one word stands for another in the page's document. */
    void come(String name, String word, String other) {
        changed.computeIfPresent(name, (same, document) -> document.replace("\"" + word + "\"", "\"" + other + "\""));
    }

    /** Whether every question for a document is answered with an error. */
    void down(boolean now) {
        down = now;
    }

    /** From now on nobody answers. */
    void end() {
        server.stop(0);
    }

    /** What was sent: the address, and the fields in the order of the form. */
    List<String> forms() {
        return new ArrayList<>(forms);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
        String below = path.length < 2 ? "" : path[1];
        if (exchange.getRequestMethod().equals("POST")) {
            forms.add(below + " "
                    + URLDecoder.decode(
                            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                            StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("Location", "/release-waiting/");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        } else if (path[0].equals("assets")) {
            WebAssets.Asset asset = WebAssets.find(below).orElse(null);
            if (asset == null) {
                send(exchange, 404, "text/plain", "nothing here".getBytes(StandardCharsets.UTF_8));
            } else {
                exchange.getResponseHeaders().set("Cache-Control", WebAssets.CACHING);
                send(exchange, 200, asset.type(), asset.content());
            }
        } else if (below.equals("branches")) {
            branches(exchange);
        } else if (below.equals("json")) {
            json(exchange, path[0]);
        } else {
            exchange.getResponseHeaders().set("Content-Security-Policy", StandalonePage.POLICY);
            send(exchange, 200, "text/html;charset=utf-8", html(path[0]).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The search: what matches "lo" for whoever has typed something, and the first of all for whoever has not. */
    private static void branches(HttpExchange exchange) throws IOException {
        String typed = exchange.getRequestURI().getRawQuery().replace("query=", "");
        String answer = Golden.answer(typed.isEmpty() ? "branches-all" : "branches");
        send(exchange, 200, "application/json", answer.getBytes(StandardCharsets.UTF_8));
    }

    private void json(HttpExchange exchange, String name) throws IOException {
        String document = changed.computeIfAbsent(name, Golden::document);
        String tag = "\"" + document.hashCode() + "\"";
        exchange.getResponseHeaders().set("ETag", tag);
        if (down) {
            send(exchange, 503, "text/plain", new byte[0]);
        } else if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
        } else {
            send(exchange, 200, "application/json", document.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String html(String name) {
        String kind = Golden.kind(name);
        Map<String, String> data = new HashMap<>();
        data.put("root", "/");
        data.put("empty", "Nothing has been released yet.");
        if (kind.equals("decision") || kind.equals("previews")) {
            data.put("token-name", "crumb");
            data.put("token", "a&b");
        }
        if (kind.equals("decision")) {
            data.put("document", Golden.document(name));
        } else {
            data.put("url", "json");
        }
        if (name.equals("release-ending")) {
            data.put("again", "kube-release open");
        }
        if (name.equals("release-read-only")) {
            data.put("decide", "kube-release approve");
        }
        return new StandalonePage(name, kind, "/assets/" + WebAssets.digest() + "/", data).html();
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
