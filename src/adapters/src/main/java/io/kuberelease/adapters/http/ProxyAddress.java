package io.kuberelease.adapters.http;

import io.kuberelease.model.Secret;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A proxy that the environment names.
 *
 * @param login empty when the proxy wants none
 * @param variable the environment variable that names it
 */
public record ProxyAddress(String host, int port, Optional<Login> login, String variable) {

    /** The user and password for a proxy. */
    public record Login(String user, Secret password) {
        /** The value of the header {@code Proxy-Authorization}. */
        Secret header() {
            byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
        }
    }

    /** The proxy's host and port, not resolved yet. */
    public InetSocketAddress socket() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    /** The proxy's URL without credentials. */
    public String address() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The proxy's URL with its credentials, percent-encoded, as other programs take it. */
    public Secret full() {
        return new Secret(login.map(known -> address()
                        .replaceFirst(
                                "//",
                                "//" + encoded(known.user()) + ":"
                                        + encoded(known.password().reveal()) + "@"))
                .orElse(address()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static Optional<Login> login(URI address) {
        return Optional.ofNullable(address.getRawUserInfo())
                .filter(text -> !text.isEmpty())
                .map(text -> {
                    int colon = text.indexOf(':');
                    String user = colon < 0 ? text : text.substring(0, colon);
                    return new Login(decoded(user), new Secret(decoded(colon < 0 ? "" : text.substring(colon + 1))));
                });
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Shows the user, but no password. */
    @Override
    public String toString() {
        return address() + login.map(known -> " as " + known.user()).orElse("") + " (" + variable + ")";
    }
}
