package io.kuberelease.testkit.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before a real registry, counts what is asked of it, and fails as a test wants. */
public final class FaultyRegistry implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/v2/(.+?)/(blobs|manifests)/.*");
    private static final Pattern MOUNT = Pattern.compile("(?:.*&)?from=([^&]*).*");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Faults faults = new Faults();
    private final Upstream upstream;
    private volatile Optional<TokenDesk> desk = Optional.empty();

    private FaultyRegistry(HttpServer server, String upstream) {
        this.server = server;
        this.upstream = new Upstream(upstream, address(), faults);
    }

    /** Starts one before the registry at this host and port. */
    public static FaultyRegistry before(String upstream) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FaultyRegistry registry = new FaultyRegistry(server, upstream);
            server.setExecutor(registry.threads);
            server.createContext("/", registry::handle);
            server.start();
            return registry;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Its faults, to be set. */
    public Faults faults() {
        return faults;
    }

    /** All requests for repositories so far, method and path with query. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many requests there were that begin so, for example {@code PATCH /v2/}. */
    public long count(String beginning) {
        return requests.stream().filter(each -> each.startsWith(beginning)).count();
    }

    /**
     * From now on, requests need a token, which is given for this name and password and only for the scopes asked for.
     */
    public void requireTokens(String user, String password) {
        desk = Optional.of(new TokenDesk(user, password));
    }

    /** Makes all tokens that were given so far invalid. */
    public void expireTokens() {
        desk.ifPresent(TokenDesk::expire);
    }

    /** How many tokens were sold. */
    public int tokensSold() {
        return desk.map(TokenDesk::count).orElse(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            if (exchange.getRequestURI().getPath().equals("/token")) {
                sell(exchange);
                return;
            }
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(request);
            Optional<Faults.Refusal> refusal = isAdmitted(exchange) ? faults.refusalOf(request) : challenge();
            if (refusal.isPresent()) {
                exchange.getRequestBody().readAllBytes();
                reply(exchange, refusal.get());
            } else {
                upstream.pass(exchange);
            }
        } finally {
            exchange.close();
        }
    }

    private boolean isAdmitted(HttpExchange exchange) {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        Optional<String> from = Optional.ofNullable(exchange.getRequestURI().getQuery())
                .map(MOUNT::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1));
        return desk.map(sold -> path.matches() && sold.admits(exchange, path.group(1), from))
                .orElse(true);
    }

    private Optional<Faults.Refusal> challenge() {
        String header = "Bearer realm=\"http://" + address() + "/token\",service=\"faulty\"";
        return Optional.of(new Faults.Refusal("", 401, Map.of("WWW-Authenticate", header), ""));
    }

    private void sell(HttpExchange exchange) throws IOException {
        Optional<String> token = desk.orElseThrow().sell(exchange);
        reply(exchange, new Faults.Refusal("", token.isPresent() ? 200 : 401, Map.of(), token.orElse("")));
    }

    private static void reply(HttpExchange exchange, Faults.Refusal answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        boolean empty = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(answer.status(), empty ? -1 : body.length);
        if (!empty) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
