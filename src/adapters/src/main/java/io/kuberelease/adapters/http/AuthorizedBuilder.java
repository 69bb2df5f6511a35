package io.kuberelease.adapters.http;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Builds clients that tell a proxy who asks; a server never sees it. */
final class AuthorizedBuilder implements HttpClient.Builder {
    private final HttpClient.Builder plain;
    private final Proxies proxies;

    AuthorizedBuilder(HttpClient.Builder plain, Proxies proxies) {
        this.plain = plain;
        this.proxies = proxies;
    }

    @Override
    public HttpClient.Builder cookieHandler(CookieHandler cookies) {
        plain.cookieHandler(cookies);
        return this;
    }

    @Override
    public HttpClient.Builder connectTimeout(Duration limit) {
        plain.connectTimeout(limit);
        return this;
    }

    @Override
    public HttpClient.Builder sslContext(SSLContext context) {
        plain.sslContext(context);
        return this;
    }

    @Override
    public HttpClient.Builder sslParameters(SSLParameters parameters) {
        plain.sslParameters(parameters);
        return this;
    }

    @Override
    public HttpClient.Builder executor(Executor executor) {
        plain.executor(executor);
        return this;
    }

    @Override
    public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
        plain.followRedirects(policy);
        return this;
    }

    @Override
    public HttpClient.Builder version(HttpClient.Version version) {
        plain.version(version);
        return this;
    }

    @Override
    public HttpClient.Builder priority(int priority) {
        plain.priority(priority);
        return this;
    }

    @Override
    public HttpClient.Builder proxy(ProxySelector selector) {
        plain.proxy(selector);
        return this;
    }

    @Override
    public HttpClient.Builder authenticator(Authenticator authenticator) {
        plain.authenticator(authenticator);
        return this;
    }

    @Override
    public HttpClient build() {
        return new AuthorizedClient(plain.build(), proxies);
    }
}
