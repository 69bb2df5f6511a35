package io.kuberelease.adapters.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes HTTP clients that go through the proxies of the environment. Where the environment names none, they do what this
 * Java was told.
 */
public final class ProxiedHttp implements Supplier<HttpClient.Builder> {
    private final Proxies proxies;

    public ProxiedHttp(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public HttpClient.Builder get() {
        HttpClient.Builder plain = HttpClient.newBuilder();
        return proxies.any() ? new AuthorizedBuilder(plain.proxy(selector()), proxies) : plain;
    }

    /** For clients that others make, the clouds' for example, which ask Java which proxy to use. */
    public ProxySelector selector() {
        return new Selector(proxies);
    }

    private static final class Selector extends ProxySelector {
        private final Proxies proxies;

        private Selector(Proxies proxies) {
            this.proxies = proxies;
        }

        @Override
        public List<Proxy> select(URI address) {
            Optional<ProxyAddress> found = proxies.proxyFor(address);
            return List.of(
                    found.map(proxy -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())))
                            .orElse(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI address, SocketAddress proxy, IOException problem) {
            // Whoever asked is told by the exception.
        }
    }
}
