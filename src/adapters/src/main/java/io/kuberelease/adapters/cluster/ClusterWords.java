package io.kuberelease.adapters.cluster;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What it means that a program which speaks to a cluster says this: client-go has words where our own client has a status
 * code. The table of whose fault is what stands in docs/how-it-works.md.
 */
public enum ClusterWords {
    /** The API server, or the way to it, was in trouble: another try may be answered. */
    AWAY,
    /** It does not know us: a token that has ended, mostly, and the next try has a new one. */
    UNKNOWN_USER,
    /** It knows us, and does not let us. */
    FORBIDDEN,
    /** It has nothing to do with the cluster. */
    OTHER;

    /** What {@code fail} and {@code required} print, and what a policy says, are words of people, whatever they are. */
    private static final Pattern OF_THE_AUTHOR =
            Pattern.compile("execution error at \\(|admission webhook .* denied the request");

    /** A request without an answer: so Go says what it tried and why it failed. */
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
            "failed calling webhook",
            "failed to call webhook",
            "the object has been modified; please apply your changes");

    private static final List<String> NO_LOGIN =
            List.of("the server has asked for the client to provide credentials", "unauthorized");

    private static final Pattern NOT_ALLOWED = Pattern.compile(
            "is forbidden: user \"|forbidden: user \".*cannot |cannot (get|list|create|update|patch|delete|watch) resource \"");

    /** Which of them the words are. */
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
