package io.kuberelease.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Stands in the place of a cluster: keeps objects of any kind, with uids, resource versions, conflicts, label selectors
 * and watches, and deletes a namespace with all that is in it. Nothing runs in it: what controllers would do is done by
 * the test.
 */
public final class SmallApiServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<HttpExchange> watches = new CopyOnWriteArrayList<>();
    private final List<ObjectNode> events = new ArrayList<>();
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private long version = 1000;
    private volatile Consumer<String> meanwhile = request -> {};

    public SmallApiServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it answers. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Something is there already.
     *
     * @param path of its collection, for example {@code /api/v1/namespaces}
     */
    public synchronized void stands(String path, String json) throws IOException {
        ObjectNode object = (ObjectNode) JSON.readTree(json);
        ((ObjectNode) object.get("metadata")).put("uid", "uid-" + ++version);
        ObjectNode unused = stored(path + "/" + object.at("/metadata/name").asText(), object, "ADDED");
    }

    /** The paths of all objects that there are. */
    public synchronized List<String> paths() {
        return List.copyOf(objects.keySet());
    }

    /** What was written, oldest first: {@code POST /api/v1/namespaces}, say. */
    public List<String> changes() {
        return List.copyOf(changes);
    }

    /** Does something before each request, which is named as in {@link #changes}. */
    public void meanwhile(Consumer<String> something) {
        meanwhile = something;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String method = exchange.getRequestMethod();
        byte[] body = exchange.getRequestBody().readAllBytes();
        meanwhile.accept(method + " " + path);
        synchronized (this) {
            if (method.equals("GET") && query.contains("watch=true")) {
                watch(exchange, query);
                return;
            }
            JsonNode sent = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            switch (method) {
                case "GET" -> read(exchange, path, query);
                case "POST" -> create(exchange, path, (ObjectNode) sent);
                case "PUT" -> replace(exchange, path, (ObjectNode) sent);
                case "PATCH" -> apply(exchange, path, (ObjectNode) sent);
                case "DELETE" -> delete(exchange, path, sent);
                default -> fail(exchange, 405);
            }
        }
    }

    private void watch(HttpExchange exchange, String query) throws IOException {
        // No WebSocket is made here, so that a plain watch is asked for.
        if (exchange.getRequestHeaders().containsKey("Upgrade")) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        watches.add(exchange);
        long since = Long.parseLong("0"
                + query.replaceFirst("^(.*&)?resourceVersion=(\\d*).*$", "$2").replaceAll("\\D", ""));
        events.forEach(event -> {
            if (event.at("/object/metadata/resourceVersion").asLong() > since) {
                tell(exchange, event);
            }
        });
    }

    private void read(HttpExchange exchange, String path, String query) throws IOException {
        boolean isCollection = path.matches("/apis?(/[^/]+){1,2}(/namespaces/[^/]+)?/[a-z]+")
                && !path.matches("/api/v1/namespaces/[^/]+");
        if (!isCollection) {
            if (objects.containsKey(path)) {
                answer(exchange, 200, objects.get(path));
            } else {
                fail(exchange, 404);
            }
            return;
        }
        ObjectNode list = JSON.createObjectNode().put("kind", "List").put("apiVersion", "v1");
        list.putObject("metadata").put("resourceVersion", "" + version);
        var items = list.putArray("items");
        objects.forEach((place, object) -> {
            if (place.startsWith(path + "/")
                    && !place.substring(path.length() + 1).contains("/")
                    && matches(object, query)) {
                items.add(object);
            }
        });
        answer(exchange, 200, list);
    }

    private static boolean matches(ObjectNode object, String query) {
        return Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith("labelSelector=") || part.startsWith("fieldSelector="))
                .flatMap(part ->
                        Arrays.stream(part.substring(part.indexOf('=') + 1).split(",(?![^(]*\\))")))
                .allMatch(term -> {
                    String[] set = term.split("[ +]in[ +]", 2);
                    if (set.length == 2) {
                        return List.of(set[1].replaceAll("[() +]", "").split(","))
                                .contains(object.at("/metadata/labels")
                                        .path(set[0])
                                        .asText());
                    }
                    String[] pair = term.split("=", 2);
                    JsonNode found = pair[0].equals("metadata.name")
                            ? object.at("/metadata/name")
                            : object.at("/metadata/labels").path(pair[0]);
                    return pair.length < 2
                            ? !found.isMissingNode()
                            : found.asText().equals(pair[1]);
                });
    }

    private void create(HttpExchange exchange, String path, ObjectNode sent) throws IOException {
        String place = path + "/" + sent.at("/metadata/name").asText();
        if (objects.containsKey(place)) {
            fail(exchange, 409);
            return;
        }
        changes.add("POST " + place);
        ObjectNode metadata = (ObjectNode) sent.get("metadata");
        metadata.put("uid", "uid-" + ++version)
                .put("creationTimestamp", "2026-11-30T09:00:00Z")
                .put("generation", 1);
        answer(exchange, 201, stored(place, sent, "ADDED"));
    }

    private void replace(HttpExchange exchange, String place, ObjectNode sent) throws IOException {
        ObjectNode there = objects.get(place);
        if (there == null) {
            fail(exchange, 404);
            return;
        }
        String wanted = sent.at("/metadata/resourceVersion").asText();
        if (!wanted.isEmpty()
                && !wanted.equals(there.at("/metadata/resourceVersion").asText())) {
            fail(exchange, 409);
            return;
        }
        changes.add("PUT " + place);
        ((ObjectNode) sent.get("metadata")).set("uid", there.at("/metadata/uid"));
        answer(exchange, 200, stored(place, sent, "MODIFIED"));
    }

    private void apply(HttpExchange exchange, String place, ObjectNode sent) throws IOException {
        ObjectNode there = objects.get(place);
        if (there == null) {
            create(exchange, place.substring(0, place.lastIndexOf('/')), sent);
            return;
        }
        changes.add("PATCH " + place);
        ObjectNode merged = there.deepCopy();
        if (sent.has("spec") && !sent.get("spec").equals(there.get("spec"))) {
            ((ObjectNode) merged.get("metadata"))
                    .put("generation", there.at("/metadata/generation").asLong() + 1);
        }
        sent.properties().forEach(field -> {
            if (!field.getKey().equals("metadata")) {
                merged.set(field.getKey(), field.getValue());
            }
        });
        for (String kind : List.of("labels", "annotations")) {
            if (sent.at("/metadata/" + kind).isObject()) {
                merged.withObject("/metadata/" + kind).setAll((ObjectNode) sent.at("/metadata/" + kind));
            }
        }
        answer(exchange, 200, stored(place, merged, "MODIFIED"));
    }

    private void delete(HttpExchange exchange, String place, JsonNode options) throws IOException {
        ObjectNode there = objects.get(place);
        if (there == null) {
            fail(exchange, 404);
            return;
        }
        String wanted = options.at("/preconditions/resourceVersion").asText();
        if (!wanted.isEmpty()
                && !wanted.equals(there.at("/metadata/resourceVersion").asText())) {
            fail(exchange, 409);
            return;
        }
        changes.add("DELETE " + place);
        new ArrayList<>(objects.keySet())
                .stream()
                        .filter(below -> below.equals(place)
                                || below.contains(place.replaceFirst("^.*/namespaces/", "/namespaces/") + "/"))
                        .sorted(Comparator.reverseOrder())
                        .forEach(below -> {
                            ObjectNode gone = Objects.requireNonNull(objects.remove(below));
                            ((ObjectNode) gone.get("metadata")).put("resourceVersion", "" + ++version);
                            tell("DELETED", gone);
                        });
        answer(exchange, 200, there);
    }

    private ObjectNode stored(String place, ObjectNode object, String event) {
        ((ObjectNode) object.get("metadata")).put("resourceVersion", "" + ++version);
        objects.put(place, object);
        tell(event, object);
        return object;
    }

    private void tell(String type, ObjectNode object) {
        ObjectNode event = JSON.createObjectNode().put("type", type);
        event.set("object", object.deepCopy());
        events.add(event);
        watches.forEach(watch -> tell(watch, event));
    }

    private void tell(HttpExchange watch, ObjectNode event) {
        if (!isAbout(watch, (ObjectNode) event.get("object"))) {
            return;
        }
        try {
            watch.getResponseBody().write((event + "\n").getBytes(StandardCharsets.UTF_8));
            watch.getResponseBody().flush();
        } catch (IOException left) {
            watches.remove(watch);
        }
    }

    private static boolean isAbout(HttpExchange watch, ObjectNode object) {
        String path = watch.getRequestURI().getPath();
        String plural = object.path("kind").asText().toLowerCase(Locale.ROOT) + "s";
        return path.endsWith("/" + plural)
                && matches(object, String.valueOf(watch.getRequestURI().getQuery()));
    }

    private static void fail(HttpExchange exchange, int code) throws IOException {
        answer(
                exchange,
                code,
                JSON.createObjectNode()
                        .put("kind", "Status")
                        .put("apiVersion", "v1")
                        .put("code", code));
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
