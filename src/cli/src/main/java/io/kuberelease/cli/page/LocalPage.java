package io.kuberelease.cli.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.app.page.JsonDocument;
import io.kuberelease.app.page.KeptFile;
import io.kuberelease.app.page.KeptFiles;
import io.kuberelease.app.page.ReleasePage;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.web.StandalonePage;
import io.kuberelease.web.WebAssets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Serves the page of one release on the loopback interface, without actions. The release is read for each answer, so it
 * does not matter which process writes its journal.
 */
public final class LocalPage implements AutoCloseable {
    private static final int OK = 200;
    private static final int SEE_OTHER = 303;
    private static final int NOT_MODIFIED = 304;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int MISDIRECTED = 421;
    private static final int UNAVAILABLE = 503;

    /** The one that is told: Java's own may be that of IPv6. */
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private static final String TEXT = "text/plain;charset=utf-8";
    private static final String NOTHING = "There is nothing here.";
    private static final String NEVER_KEPT = "no-store";

    private final Supplier<HostedRelease> release;
    private final ReleaseDirectory directory;
    private final HttpServer server;
    private final ExecutorService threads;
    private final PageKey key;
    private final Set<String> hosts;
    private volatile CountDownLatch nextLook = new CountDownLatch(0);

    private LocalPage(
            Supplier<HostedRelease> release, ReleaseDirectory directory, HttpServer server, ExecutorService threads) {
        int port = server.getAddress().getPort();
        this.release = release;
        this.directory = directory;
        this.server = server;
        this.threads = threads;
        this.key = new PageKey("kube-release-" + port);
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    /**
     * Starts the server on a free port.
     *
     * @param release reads the release as of now
     * @param directory where it is kept on this machine, if it is; files beside its journal are read there
     */
    public static LocalPage of(Supplier<HostedRelease> release, ReleaseDirectory directory) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
            ExecutorService threads = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "page");
                thread.setDaemon(true);
                return thread;
            });
            LocalPage page = new LocalPage(release, directory, server, threads);
            server.setExecutor(threads);
            server.createContext("/", page::answer);
            server.start();
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException("can't listen on this machine's loopback interface", e);
        }
    }

    /** The address with the token; the first browser that opens it is let in, and no other after that. */
    public URI address() {
        return URI.create(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/?" + PageKey.PARAMETER + "=" + key.token());
    }

    /**
     * Waits until the page has asked once more, and so shows what has been done until now, for so many milliseconds at
     * most; returns at once when nobody has opened the page.
     */
    public void awaitLastLook(long millis) throws InterruptedException {
        if (key.isUsed()) {
            CountDownLatch look = new CountDownLatch(1);
            nextLook = look;
            var unused = look.await(millis, TimeUnit.MILLISECONDS);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
            exchange.getResponseHeaders().set("Content-Security-Policy", StandalonePage.POLICY);
            exchange.getResponseHeaders().set("Cache-Control", NEVER_KEPT);
            // Another host name that resolves to this machine would let its pages read this one.
            if (!hosts.contains(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                    .orElse(""))) {
                say(exchange, MISDIRECTED, "This page is served as 127.0.0.1 alone.");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                say(exchange, NOT_ALLOWED, "This page is for looking. To change something, use kube-release.");
            } else {
                answerGet(exchange);
            }
        }
    }

    private void answerGet(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Optional<String> cookie = path.equals("/") ? key.exchange(exchange.getRequestURI()) : Optional.empty();
        if (cookie.isPresent()) {
            exchange.getResponseHeaders().set("Set-Cookie", cookie.get() + "; Path=/; HttpOnly; SameSite=Lax");
            exchange.getResponseHeaders().set("Location", "/");
            exchange.sendResponseHeaders(SEE_OTHER, -1);
        } else if (!key.lets(exchange.getRequestHeaders().getFirst("Cookie"))) {
            say(exchange, FORBIDDEN, "This address leads to the page once. kube-release open gives a new one.");
        } else if (path.equals("/")) {
            page(exchange);
        } else if (path.equals("/json")) {
            json(exchange);
        } else if (path.equals("/evidence") || path.equals("/console")) {
            file(exchange);
        } else {
            asset(exchange, path);
        }
    }

    private static void asset(HttpExchange exchange, String path) throws IOException {
        Optional<WebAssets.Asset> asset =
                path.startsWith("/assets/") ? WebAssets.find(path.substring("/assets/".length())) : Optional.empty();
        if (asset.isEmpty()) {
            say(exchange, NOT_FOUND, NOTHING);
        } else {
            exchange.getResponseHeaders().set("Cache-Control", WebAssets.CACHING);
            send(exchange, OK, asset.get().type(), asset.get().content());
        }
    }

    /** The release; whoever asks is told why when it can't be read, and gets nothing else. */
    private Optional<HostedRelease> read(HttpExchange exchange) throws IOException {
        try {
            return Optional.of(release.get());
        } catch (ReleaseException | UncheckedIOException unreadable) {
            say(exchange, UNAVAILABLE, String.valueOf(unreadable.getMessage()));
            return Optional.empty();
        }
    }

    private void page(HttpExchange exchange) throws IOException {
        Optional<HostedRelease> found = read(exchange);
        if (found.isPresent()) {
            String html = html(found.get().state().plan());
            send(exchange, OK, "text/html;charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void json(HttpExchange exchange) throws IOException {
        // Before it is read: what is answered then holds all that was done before somebody began to wait.
        CountDownLatch look = nextLook;
        Optional<HostedRelease> found = read(exchange);
        if (found.isPresent()) {
            json(exchange, found.get());
            look.countDown();
        }
    }

    private void json(HttpExchange exchange, HostedRelease found) throws IOException {
        ReleaseState state = found.state();
        // Log lines change the page between two entries of the journal.
        JsonDocument document = new JsonDocument(
                ReleasePage.readOnly(found, KeptFiles.in(directory, state).links()));
        exchange.getResponseHeaders().set("ETag", document.tag());
        if (document.isHad(Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-None-Match")))) {
            exchange.sendResponseHeaders(NOT_MODIFIED, -1);
        } else {
            send(exchange, OK, JsonDocument.TYPE, document.content());
        }
    }

    private void file(HttpExchange exchange) throws IOException {
        Optional<HostedRelease> found = read(exchange);
        if (found.isEmpty()) {
            return;
        }
        String address = exchange.getRequestURI().toString().substring(1);
        Optional<KeptFile> kept = KeptFiles.in(directory, found.get().state()).at(address);
        if (kept.isEmpty()) {
            say(exchange, NOT_FOUND, NOTHING);
            return;
        }
        String text;
        try {
            text = kept.get().text(UnaryOperator.identity());
        } catch (IOException unreadable) {
            say(exchange, NOT_FOUND, "It can't be read: " + unreadable.getMessage());
            return;
        }
        KeptFile.HEADERS.forEach(exchange.getResponseHeaders()::set);
        send(exchange, OK, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String html(ReleasePlan plan) {
        return new StandalonePage(
                        plan.app() + " " + plan.version(),
                        "release",
                        "/assets/" + WebAssets.digest() + "/",
                        Map.of(
                                "url",
                                "json",
                                "root",
                                "/",
                                "decide",
                                "kube-release approve",
                                "again",
                                "kube-release open",
                                "titled",
                                "yes"))
                .html();
    }

    private static void say(HttpExchange exchange, int status, String words) throws IOException {
        send(exchange, status, TEXT, (words + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
