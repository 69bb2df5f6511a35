package io.kuberelease.adapters.http;

import java.time.Duration;

/**
 * How a kind of server is asked.
 *
 * @param connect within which a connection is made
 * @param answer within which the whole answer is there, counted anew whenever a long request has moved
 * @param redirects what is done when the answer is somewhere else
 * @param again whether a request is sent once more, at once, when its connection broke; for requests that may come twice
 * @param largest bytes of an answer that are read into memory; a larger one is refused
 */
public record HttpPolicy(Duration connect, Duration answer, Redirects redirects, boolean again, int largest) {
    private static final int LARGEST = 64 << 20;

    /** What is done when the answer is somewhere else. */
    public enum Redirects {
        /** It is given to the caller as it is. */
        NONE,
        /** Who reads goes there; TLS is never left, and another host is told no credentials. */
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
