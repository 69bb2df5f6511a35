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
 * A proxy, and with what it is asked.
 *
 * @param variable the variable that names it
 */
public record ProxyAddress(String host, int port, Optional<Login> login, String variable) {

    /** A user of the proxy. */
    public record Login(String user, Secret password) {
        /** What the header {@code Proxy-Authorization} says. */
        Secret header() {
            byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
        }
    }

    /** Where it listens; its name is looked up when it is needed. */
    public InetSocketAddress socket() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    /** As an address without credentials. */
    public String address() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** As an address with its credentials, as other programs take it. */
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

    /** Tells no password. */
    @Override
    public String toString() {
        return address() + login.map(known -> " as " + known.user()).orElse("") + " (" + variable + ")";
    }
}
