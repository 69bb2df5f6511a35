package io.kuberelease.adapters.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Connections whose HTTP clients are made once and shared by all that send with them: each of Java's clients has a
 * thread of its own, also while it has nothing to do, and hundreds of releases may wait for days. Thread-safe.
 */
public final class KeptClients implements Connections {
    /** Those of the whole process with Java's own defaults, its proxy properties included. */
    public static final Connections PLAIN = new KeptClients(HttpClient::newBuilder);

    private final Supplier<HttpClient.Builder> maker;
    private final Supplier<?> settings;
    private final Map<Duration, HttpClient> clients = new HashMap<>();
    private Optional<Object> madeFor = Optional.empty();

    /** Clients whose settings never change. */
    public KeptClients(Supplier<HttpClient.Builder> maker) {
        this(maker, () -> maker);
    }

    /**
     * Clients that are made anew when somebody has changed the settings.
     *
     * @param settings a value that equals the last one as long as the same clients can be used
     */
    public KeptClients(Supplier<HttpClient.Builder> maker, Supplier<?> settings) {
        this.maker = maker;
        this.settings = settings;
    }

    @Override
    public synchronized HttpClient client(Duration connect) {
        Object now = settings.get();
        if (!madeFor.filter(now::equals).isPresent()) {
            clients.clear();
            madeFor = Optional.of(now);
        }
        return clients.computeIfAbsent(connect, this::made);
    }

    /** Redirects are followed by {@link HttpSender}: Java would send our credentials to the new host. */
    private HttpClient made(Duration connect) {
        return maker.get()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connect)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }
}
