package io.kuberelease.adapters.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** How HTTP connections are made: through which proxies, and with which credentials for these. */
@FunctionalInterface
public interface Connections {
    /**
     * The client for the next request. It is shared, and nobody keeps it for longer than a request: settings may change.
     *
     * @param connect the time limit for making a connection
     */
    HttpClient client(Duration connect);

    /** The request with the credentials for its proxy, if there are any; a server never sees these. */
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
