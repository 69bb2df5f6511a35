package io.kuberelease.adapters.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Says to a proxy who asks. Java's own way, an authenticator, would also be asked when a server wants to know, and
 * break off there; the header goes to the proxy alone, since Java takes it from what is sent on.
 */
final class AuthorizedClient extends HttpClient {
    private final HttpClient plain;
    private final Proxies proxies;

    AuthorizedClient(HttpClient plain, Proxies proxies) {
        this.plain = plain;
        this.proxies = proxies;
    }

    private HttpRequest authorized(HttpRequest request) {
        return proxies.proxyFor(request.uri())
                .flatMap(ProxyAddress::login)
                .map(login -> HttpRequest.newBuilder(request, (name, value) -> true)
                        .setHeader("Proxy-Authorization", login.header().reveal())
                        .build())
                .orElse(request);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        return plain.send(authorized(request), body);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        return plain.sendAsync(authorized(request), body);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> body,
            HttpResponse.@Nullable PushPromiseHandler<T> promises) {
        return plain.sendAsync(authorized(request), body, promises);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return plain.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return plain.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return plain.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return plain.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return plain.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return plain.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return plain.authenticator();
    }

    @Override
    public Version version() {
        return plain.version();
    }

    @Override
    public Optional<Executor> executor() {
        return plain.executor();
    }
}
