package io.kuberelease.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.model.ImageRepository;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections through a real proxy on this machine. */
class ProxiedHttpTest {
    private final CompanyNetwork network = new CompanyNetwork(exchange -> {
        exchange.getResponseHeaders().add("Docker-Content-Digest", "sha256:" + "a".repeat(64));
        exchange.sendResponseHeaders(200, -1);
    });
    private final ConnectProxy proxy = network.proxy();

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void aServerIsReachedThroughTheProxyThatIsToldWhoAsksAndTheServerIsNot() throws Exception {
        HttpReply reply = send(proxy.variables(), "http://hub.corp/v2/");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(proxy.asked()).containsExactly("GET http://hub.corp/v2/");
        assertThat(network.seen()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/v2/");
            assertThat(request.headers())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("proxy"));
        });
    }

    @Test
    void forHttpsATunnelIsAskedForByTheSameUser() {
        assertThatThrownBy(() -> send(proxy.variables(), "https://hub.corp/v2/"))
                .as("the server behind speaks no TLS")
                .isInstanceOf(NoAnswer.class);

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

    /** Java's own settings count where the environment names no proxy, and NO_PROXY counts all the same. */
    @Test
    void withoutAProxyInTheEnvironmentJavasOwnIsTakenExceptForThoseInNoProxy() {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 3128)));
        try {
            ProxySelector selector = new ProxiedHttp(new Proxies(Map.of("NO_PROXY", "corp"))).selector();

            assertThat(selector.select(URI.create("https://hub.corp/v2/"))).containsExactly(Proxy.NO_PROXY);
            assertThat(selector.select(URI.create("https://hub.example/v2/")))
                    .containsExactly(
                            new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 3128)));
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void whoIsNamedInNoProxyIsReachedDirectly() throws Exception {
        Map<String, String> variables = Map.of("HTTP_PROXY", proxy.address(), "no_proxy", "127.0.0.0/8");

        send(variables, network.direct() + "/direct");

        assertThat(proxy.asked()).isEmpty();
        assertThat(network.seen()).hasSize(1);
    }

    @Test
    void aProxyThatHasNoAddressIsNamedWithItsVariableAndWhatToDo() {
        Map<String, String> variables = Map.of("HTTP_PROXY", "http://ann:pass-word@no-such-proxy.invalid:3128");

        assertThatThrownBy(() -> send(variables, "http://hub.corp/v2/"))
                .isInstanceOf(NoAnswer.class)
                .hasMessage("the proxy no-such-proxy.invalid, which HTTP_PROXY names, has no address on this machine:"
                        + " mend HTTP_PROXY, or name hub.corp in NO_PROXY where it is reached without a proxy");
    }

    @Test
    void aProxyThatRefusesConnectionsIsNamedWithItsVariableAndWhatToDo() {
        Map<String, String> variables = proxy.variables();
        proxy.close();

        assertThatThrownBy(() -> send(variables, "http://hub.corp/v2/"))
                .isInstanceOf(NoAnswer.class)
                .hasMessageMatching(
                        "the proxy http://127\\.0\\.0\\.1:\\d+, which HTTP_PROXY names, takes no connections: start"
                                + " it, mend HTTP_PROXY, or name hub\\.corp in NO_PROXY where it is reached without a"
                                + " proxy");
    }

    private static HttpReply send(Map<String, String> variables, String address) throws Exception {
        return new HttpSender(new ProxiedHttp(new Proxies(variables)), HttpPolicy.within(Duration.ofSeconds(10)))
                .send(HttpRequest.newBuilder(URI.create(address)).build());
    }
}
