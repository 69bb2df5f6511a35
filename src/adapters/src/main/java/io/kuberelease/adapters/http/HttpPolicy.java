package io.kuberelease.adapters.http;

import java.time.Duration;

/**
 * The limits, redirects and retries of requests to one kind of server.
 *
 * @param connect the time limit for making a connection
 * @param answer the time limit for the whole answer, counted anew whenever a long request has moved
 * @param redirects what is done with a redirect
 * @param again whether a request is sent once more, at once, when its connection broke; only for requests that may
 *     arrive twice
 * @param largest the most bytes of an answer that are read into memory; a larger one is refused
 */
public record HttpPolicy(Duration connect, Duration answer, Redirects redirects, boolean again, int largest) {
    private static final int LARGEST = 64 << 20;

    /** What is done with a redirect. */
    public enum Redirects {
        /** It is returned to the caller. */
        NONE,
        /** GET and HEAD follow it, but never from https to plain http, and to another host without credentials. */
        READS
    }

    /** No redirects, one try. */
    public static HttpPolicy within(Duration limit) {
        return new HttpPolicy(limit, limit, Redirects.NONE, false, LARGEST);
    }

    public HttpPolicy connecting(Duration limit) {
        return new HttpPolicy(limit, answer, redirects, again, largest);
    }

    public HttpPolicy following() {
        return new HttpPolicy(connect, answer, Redirects.READS, again, largest);
    }

    public HttpPolicy onceMore() {
        return new HttpPolicy(connect, answer, redirects, true, largest);
    }

    public HttpPolicy upTo(int bytes) {
        return new HttpPolicy(connect, answer, redirects, again, bytes);
    }
}
