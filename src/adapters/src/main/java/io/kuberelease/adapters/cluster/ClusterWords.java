package io.kuberelease.adapters.cluster;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Classifies an error message of a program that uses client-go, which gives words where our own client has a status
 * code. The table of faults is in docs/how-it-works.md.
 */
public enum ClusterWords {
    /** The API server or the network failed; another try may succeed. */
    AWAY,
    /** The API server does not know us, mostly since a token has expired; the next try has a new one. */
    UNKNOWN_USER,
    /** The API server knows us, but we lack the permission. */
    FORBIDDEN,
    /** The message does not show a fault of the cluster or of our access. */
    OTHER;

    /** Messages written by people, in {@code fail}, {@code required} or a policy; their words prove nothing. */
    private static final Pattern OF_THE_AUTHOR =
            Pattern.compile("execution error at \\(|admission webhook .* denied the request");

    /** A request without an answer, in the form of Go's url.Error. */
    private static final Pattern NO_ANSWER =
            Pattern.compile("\\b(get|post|put|patch|delete|head|options) \"https?://[^\"]*\": ");

    private static final List<String> TROUBLE = List.of(
            "kubernetes cluster unreachable",
            "connection refused",
            "connection reset by peer",
            "connection timed out",
            "broken pipe",
            "i/o timeout",
            "tls handshake timeout",
            "no such host",
            "no route to host",
            "network is unreachable",
            "temporary failure in name resolution",
            "unexpected eof",
            "server sent goaway",
            "http2: client connection lost",
            "transport is closing",
            "client.timeout exceeded",
            "net/http: request canceled",
            "etcdserver:",
            "too many requests",
            "the server has received too many requests",
            "service unavailable",
            "bad gateway",
            "gateway timeout",
            "the server is currently unable to handle the request",
            "the server was unable to return a response in the time allotted",
            "has prevented the request from succeeding",
            "request did not complete within",
            "apiserver is shutting down",
            "apiserver not ready",
            "error when reading response body",
            "the api server's answer was cut off",
            "answers in the place of the api server",
            "no answer within",
            "failed calling webhook",
            "failed to call webhook",
            "the object has been modified; please apply your changes");

    private static final List<String> NO_LOGIN =
            List.of("the server has asked for the client to provide credentials", "unauthorized");

    private static final Pattern NOT_ALLOWED = Pattern.compile(
            "is forbidden: user \"|forbidden: user \".*cannot |cannot (get|list|create|update|patch|delete|watch)"
                    + " resource \"");

    /** The class of a message; {@link #OTHER} when it matches none. */
    public static ClusterWords of(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (OF_THE_AUTHOR.matcher(lower).find()) {
            return OTHER;
        }
        if (NO_ANSWER.matcher(lower).find() || TROUBLE.stream().anyMatch(lower::contains)) {
            return AWAY;
        }
        if (NOT_ALLOWED.matcher(lower).find()) {
            return FORBIDDEN;
        }
        return NO_LOGIN.stream().anyMatch(lower::contains) ? UNKNOWN_USER : OTHER;
    }
}
