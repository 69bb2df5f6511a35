package io.kuberelease.adapters.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Optional;

/** How a program makes its connections: through which proxies, and what these are told. */
@FunctionalInterface
public interface Connections {
    /** Those of this Java, as it was started. */
    Connections PLAIN = HttpClient::newBuilder;

    /** Begins a client with what is wanted of all connections. */
    HttpClient.Builder begin();

    /** The request with what its proxy wants to be shown; a server never sees that. */
    default HttpRequest introduced(HttpRequest request) {
        return request;
    }

    /**
     * What to tell when no connection could be made for an address, where it was to be made to a proxy: who knows the
     * server alone looks in the wrong place.
     */
    default Optional<String> unmade(URI address) {
        return Optional.empty();
    }
}
