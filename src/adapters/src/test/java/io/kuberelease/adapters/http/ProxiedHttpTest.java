package io.kuberelease.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.model.ImageRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections through a real proxy on this machine. */
class ProxiedHttpTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private ConnectProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().keySet());
            exchange.getResponseHeaders().add("Docker-Content-Digest", "sha256:" + "a".repeat(64));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        proxy = new ConnectProxy(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.stop(0);
    }

    @Test
    void aServerIsReachedThroughTheProxyThatIsToldWhoAsksAndTheServerIsNot() throws Exception {
        HttpResponse<Void> answer = new ProxiedHttp(new Proxies(proxy.variables()))
                .get()
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("http://hub.corp/v2/"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(proxy.asked()).containsExactly("GET http://hub.corp/v2/");
        assertThat(seen)
                .singleElement()
                .satisfies(request -> assertThat(request).startsWith("/v2/").doesNotContainIgnoringCase("proxy"));
    }

    @Test
    void forHttpsATunnelIsAskedForByTheSameUser() {
        assertThatThrownBy(() -> new ProxiedHttp(new Proxies(proxy.variables()))
                        .get()
                        .build()
                        .send(
                                HttpRequest.newBuilder(URI.create("https://hub.corp/v2/"))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding()))
                .as("the server behind speaks no TLS")
                .isInstanceOf(IOException.class);

        assertThat(proxy.asked()).containsOnly("CONNECT hub.corp:443");
    }

    @Test
    void aRegistryIsReachedThroughTheProxy() {
        OciRegistry registry = new OciRegistry(
                asked -> Optional.empty(),
                new PlainHttp(Set.of("hub.corp")),
                Duration.ofSeconds(10),
                InstantSource.system(),
                new ProxiedHttp(new Proxies(proxy.variables())));

        assertThat(registry.resolve(new ImageRepository("hub.corp/acme/polls"), "1"))
                .isPresent();
        assertThat(proxy.asked()).contains("HEAD http://hub.corp/v2/acme/polls/manifests/1");
    }

    @Test
    void whoIsNamedInNoProxyIsReachedDirectly() throws Exception {
        Map<String, String> variables = Map.of("HTTP_PROXY", proxy.address(), "no_proxy", "127.0.0.0/8");

        new ProxiedHttp(new Proxies(variables))
                .get()
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                        + server.getAddress().getPort() + "/direct"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());

        assertThat(proxy.asked()).isEmpty();
        assertThat(seen).hasSize(1);
    }
}
