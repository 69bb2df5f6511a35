package io.kuberelease.adapters.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * HTTP clients that go through the proxies of the environment. Where it names none, Java's own settings apply.
 */
public final class ProxiedHttp implements Connections {
    private final Proxies proxies;
    private final KeptClients clients = new KeptClients(this::begin);

    public ProxiedHttp(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public HttpClient client(Duration connect) {
        return clients.client(connect);
    }

    private HttpClient.Builder begin() {
        return HttpClient.newBuilder().proxy(selector());
    }

    /**
     * Adds the proxy's credentials as a header. With Java's own way, an authenticator, requests would fail where a
     * server asks for credentials; the header reaches only the proxy, since Java removes it from what is sent on.
     */
    @Override
    public HttpRequest introduced(HttpRequest request) {
        return proxies.proxyFor(request.uri())
                .flatMap(ProxyAddress::login)
                .map(login -> HttpRequest.newBuilder(request, (name, value) -> true)
                        .setHeader("Proxy-Authorization", login.header().reveal())
                        .build())
                .orElse(request);
    }

    @Override
    public Optional<String> unmade(URI address) {
        return proxies.proxyFor(address)
                .map(proxy -> new InetSocketAddress(proxy.host(), proxy.port()).isUnresolved()
                        ? "the proxy " + proxy.host() + ", which " + proxy.variable()
                                + " names, has no address on this machine: " + advice(proxy, address)
                        : "the proxy " + proxy.address() + ", which " + proxy.variable()
                                + " names, takes no connections: start it, " + advice(proxy, address));
    }

    private static String advice(ProxyAddress proxy, URI address) {
        return "mend " + proxy.variable() + ", or name " + address.getHost()
                + " in NO_PROXY where it is reached without a proxy";
    }

    /** For clients of third-party libraries, for example the clouds', which ask Java for the proxy. */
    public ProxySelector selector() {
        return new Selector(proxies, Optional.ofNullable(ProxySelector.getDefault()));
    }

    private static final class Selector extends ProxySelector {
        private final Proxies proxies;
        private final Optional<ProxySelector> javas;

        private Selector(Proxies proxies, Optional<ProxySelector> javas) {
            this.proxies = proxies;
            this.javas = javas;
        }

        @Override
        public List<Proxy> select(URI address) {
            if (!proxies.any() && !proxies.excludes(address) && javas.isPresent()) {
                return javas.get().select(address);
            }
            Optional<ProxyAddress> found = proxies.proxyFor(address);
            return List.of(
                    found.map(proxy -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())))
                            .orElse(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI address, SocketAddress proxy, IOException problem) {
            // The caller gets the exception.
        }
    }
}
