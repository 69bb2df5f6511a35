package io.kuberelease.adapters.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;

/** How HTTP connections are made: through which proxies, and with which credentials for these. */
@FunctionalInterface
public interface Connections {
    /** Java's own defaults, its proxy properties included. */
    Connections PLAIN = HttpClient::newBuilder;

    /** A new builder of a client that uses these connections. */
    HttpClient.Builder begin();

    /** The request with the credentials for its proxy, if there are any; a server never sees these. */
    default HttpRequest introduced(HttpRequest request) {
        return request;
    }
}
