package io.kuberelease.adapters.http;

import io.kuberelease.adapters.http.HttpPolicy.Redirects;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests and waits for the whole answer within the policy's limits. The only class in these adapters that uses
 * Java's HTTP client; what differs between servers is the policy.
 */
public final class HttpSender {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int HOPS = 5;
    private static final int LARGEST_REFUSAL = 64 << 10;

    private final Connections connections;
    private final HttpPolicy policy;

    public HttpSender(Connections connections, HttpPolicy policy) {
        this.connections = connections;
        this.policy = policy;
    }

    /** The answer with its whole body, a refusal too. */
    public HttpReply send(HttpRequest request) throws NoAnswer, InterruptedException {
        return send(request, Progress.NONE);
    }

    /**
     * The same for a body that takes long to send.
     *
     * @param progress of what is sent: the limit counts from when it last moved
     */
    public HttpReply send(HttpRequest request, Progress progress) throws NoAnswer, InterruptedException {
        HttpResponse<byte[]> response = follow(request, info -> whole(request), progress);
        return new HttpReply(response.statusCode(), response.headers(), response.body(), response.uri());
    }

    /**
     * As {@link #send}, for callers that can't throw {@link InterruptedException}.
     *
     * @throws ReleaseException.Aborted when the thread was interrupted; it still is
     */
    public HttpReply ask(HttpRequest request, Progress progress) throws NoAnswer {
        try {
            return send(request, progress);
        } catch (InterruptedException interrupted) {
            throw stopped(request);
        }
    }

    /** The answer as soon as its headers are in; throws as {@link #ask} does. */
    public HttpDownload open(HttpRequest request) throws NoAnswer {
        try {
            HttpResponse<InputStream> response = follow(request, BodyHandlers.ofInputStream(), Progress.NONE);
            HttpReply reply = new HttpReply(response.statusCode(), response.headers(), new byte[0], response.uri());
            return reply.ok() ? new HttpDownload(reply, response.body()) : refusal(reply, response.body());
        } catch (InterruptedException interrupted) {
            throw stopped(request);
        }
    }

    /** Scheme and host of a request, for messages. Without path and query, which may hold secrets and signatures. */
    public static String place(HttpRequest request) {
        return ShownAddress.server(request.uri());
    }

    private static ReleaseException.Aborted stopped(HttpRequest request) {
        Thread.currentThread().interrupt();
        return new ReleaseException.Aborted("stopped while asking " + place(request));
    }

    private static HttpDownload refusal(HttpReply reply, InputStream body) throws NoAnswer {
        try (body) {
            byte[] words = body.readNBytes(LARGEST_REFUSAL);
            return new HttpDownload(
                    new HttpReply(reply.status(), reply.headers(), words, reply.address()),
                    InputStream.nullInputStream());
        } catch (IOException broken) {
            throw NoAnswer.by(broken);
        }
    }

    private <T> HttpResponse<T> follow(HttpRequest request, BodyHandler<T> handler, Progress progress)
            throws NoAnswer, InterruptedException {
        HttpRequest asked = request;
        HttpResponse<T> response = persistently(asked, handler, progress);
        for (int hop = 0; hop < HOPS && isToBeFollowed(asked, response); hop++) {
            discard(response.body());
            asked = redirected(asked, response.headers().firstValue("Location").orElseThrow());
            response = persistently(asked, handler, progress);
        }
        return response;
    }

    /** A body that nobody reads would hold its connection. */
    private static void discard(Object body) throws NoAnswer {
        try {
            if (body instanceof InputStream open) {
                open.close();
            }
        } catch (IOException broken) {
            throw NoAnswer.by(broken);
        }
    }

    private boolean isToBeFollowed(HttpRequest request, HttpResponse<?> response) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return policy.redirects() == Redirects.READS
                && reads
                && REDIRECTS.contains(response.statusCode())
                && response.headers().firstValue("Location").isPresent();
    }

    /**
     * The request to the new address: without our credentials if the host differs, and refused if it would leave TLS.
     */
    private static HttpRequest redirected(HttpRequest request, String location) throws NoAnswer {
        try {
            return redirected(request, request.uri().resolve(location));
        } catch (IllegalArgumentException noAddress) {
            throw new NoAnswer("it redirects to what is no address");
        }
    }

    private static HttpRequest redirected(HttpRequest request, URI next) throws NoAnswer {
        if (request.uri().getScheme().equals("https") && !"https".equals(next.getScheme())) {
            throw new NoAnswer("it redirects from https to " + next.getScheme());
        }
        boolean elsewhere = !request.uri().getAuthority().equals(next.getAuthority());
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(next).method(request.method(), HttpRequest.BodyPublishers.noBody());
        request.timeout().ifPresent(builder::timeout);
        request.headers().map().forEach((name, values) -> {
            if (!(elsewhere && name.toLowerCase(Locale.ROOT).equals("authorization"))) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        return builder.build();
    }

    /** Tries again if the policy allows it: a kept connection that the server has closed fails only when it is used. */
    private <T> HttpResponse<T> persistently(HttpRequest request, BodyHandler<T> handler, Progress progress)
            throws NoAnswer, InterruptedException {
        try {
            return once(request, handler, progress);
        } catch (NoAnswer problem) {
            if (!policy.again() || !problem.broke()) {
                throw problem;
            }
            return once(request, handler, progress);
        }
    }

    private <T> HttpResponse<T> once(HttpRequest request, BodyHandler<T> handler, Progress progress)
            throws NoAnswer, InterruptedException {
        CompletableFuture<HttpResponse<T>> coming =
                connections.client(policy.connect()).sendAsync(connections.introduced(request), handler);
        try {
            return whileItMoves(coming, progress);
        } catch (InterruptedException interrupted) {
            coming.cancel(true);
            throw interrupted;
        } catch (TimeoutException timeout) {
            coming.cancel(true);
            throw new NoAnswer("no answer within " + seconds() + " s");
        } catch (ExecutionException problem) {
            NoAnswer none = NoAnswer.by(problem.getCause());
            throw none.unmade()
                    ? connections.unmade(request.uri()).map(none::told).orElse(none)
                    : none;
        }
    }

    private String seconds() {
        long millis = policy.answer().toMillis();
        return millis % 1000 == 0 ? String.valueOf(millis / 1000) : String.valueOf(millis / 1000.0);
    }

    /** Waits for the body too: Java's own time limit of a request ends with the headers. */
    private <T> T whileItMoves(CompletableFuture<T> coming, Progress progress)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (long seen = 0; ; ) {
            try {
                return coming.get(policy.answer().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException timeout) {
                long now = progress.moved();
                if (now == seen) {
                    throw timeout;
                }
                seen = now;
            }
        }
    }

    /** Refuses an answer that is too large: a part of it would be taken for the whole. */
    private BodySubscriber<byte[]> whole(HttpRequest request) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        long[] size = new long[1];
        return BodySubscribers.mapping(
                BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> {
                    size[0] += bytes.length;
                    if (size[0] <= policy.largest()) {
                        kept.writeBytes(bytes);
                    }
                })),
                done -> {
                    if (size[0] > policy.largest()) {
                        throw new ReleaseException.Failed(Cause.of(
                                CauseKind.REFUSED,
                                place(request) + " answers with " + size[0] + " bytes, and no more than "
                                        + policy.largest() + " are read"));
                    }
                    return kept.toByteArray();
                });
    }
}
