package io.kuberelease.adapters.kubernetes.tracking;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Stands in the place of an API server with one namespace: answers reads, lists and watches, and fails where a test
 * wants it to.
 */
final class WatchedApiServer implements AutoCloseable {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final byte[] TOO_OLD =
            "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":410,\"reason\":\"Expired\"}}\n"
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, HasMetadata> objects = new ConcurrentHashMap<>();
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final List<Watching> watches = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> reads = new LinkedBlockingQueue<>();
    private volatile boolean away;
    private volatile boolean readable = true;
    private final AtomicInteger version = new AtomicInteger(1000);

    /** A watch of a kind that is open. */
    private record Watching(String kind, HttpExchange exchange) {}

    WatchedApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .withWatchReconnectInterval(50)
                        .build())
                .build();
    }

    /** Has the object from now on, of which watches hear nothing yet. */
    void has(HasMetadata object) {
        objects.put(path(object), object);
    }

    void lost(HasMetadata object) {
        objects.remove(path(object));
    }

    /** Has the object from now on, and says so to the watches of its kind. */
    void tells(HasMetadata object) {
        has(object);
        byte[] event =
                ("{\"type\":\"MODIFIED\",\"object\":" + JSON.asJson(object) + "}\n").getBytes(StandardCharsets.UTF_8);
        watches.stream()
                .filter(watch -> watch.kind().equals(collection(object)))
                .forEach(watch -> written(watch.exchange(), event));
    }

    /** What is answered at a path that is no object's. */
    void says(String path, String text) {
        texts.put(path, text);
    }

    /** Answers reads of one object with 503 from now on, while lists and watches go on. */
    void refusesReads() {
        readable = false;
    }

    /** Cuts all watches off, which can't be taken up again where they were, and answers nothing but 503 from now on. */
    void goesAway() {
        away = true;
        version.incrementAndGet();
        watches.forEach(watch -> watch.exchange().close());
        watches.clear();
    }

    void isBack() {
        away = false;
        readable = true;
    }

    /** Waits until somebody reads this object, be it in vain, later than at the last such call. */
    void awaitRead(HasMetadata object) throws InterruptedException {
        for (String read = ""; !path(object).equals(read); ) {
            read = reads.poll(20, TimeUnit.SECONDS);
            if (read == null) {
                throw new AssertionError("nobody has read " + path(object) + ", but " + asked);
            }
        }
    }

    /** The paths that were asked for, oldest first. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        asked.add(path);
        reads.add(path);
        if (away || (!readable && objects.containsKey(path))) {
            answer(exchange, 503, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":503,\"message\":\"away\"}");
        } else if (texts.containsKey(path)) {
            answer(exchange, 200, texts.get(path));
        } else if (objects.containsKey(path)) {
            answer(exchange, 200, JSON.asJson(objects.get(path)));
        } else if (!path.matches(".*/namespaces/polls/[^/]+")) {
            answer(exchange, 404, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":404}");
        } else if (!query.contains("watch=true")) {
            answer(exchange, 200, list(path));
        } else if (exchange.getRequestHeaders().containsKey("Upgrade")) {
            // No WebSocket is made here, so that a plain watch is asked for.
            answer(exchange, 200, "");
        } else {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            if (query.contains("resourceVersion=" + version)) {
                watches.add(new Watching(path, exchange));
            } else {
                written(exchange, TOO_OLD);
                exchange.close();
            }
        }
    }

    private String list(String path) {
        return "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version
                + "\"},\"items\":["
                + objects.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(path + "/"))
                        .map(entry -> JSON.asJson(entry.getValue()))
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void written(HttpExchange exchange, byte[] event) {
        try {
            exchange.getResponseBody().write(event);
            exchange.getResponseBody().flush();
        } catch (IOException left) {
            // Who watched has gone, and will ask again.
            exchange.close();
        }
    }

    private static String path(HasMetadata object) {
        return collection(object) + "/" + object.getMetadata().getName();
    }

    private static String collection(HasMetadata object) {
        String root = object.getApiVersion().contains("/") ? "/apis/" : "/api/";
        return root + object.getApiVersion() + "/namespaces/polls/" + object.getPlural();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
