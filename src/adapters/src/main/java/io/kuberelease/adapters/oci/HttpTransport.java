package io.kuberelease.adapters.oci;

import io.kuberelease.model.ReleaseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends one request to a registry and waits for the answer within a time limit, following safe redirects. */
final class HttpTransport {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int HOPS = 5;
    private static final int LARGEST = 64 << 20;
    private static final int LARGEST_REFUSAL = 64 << 10;

    private final HttpClient client;
    private final Duration limit;

    HttpTransport(Supplier<HttpClient.Builder> connections, Duration limit) {
        this.limit = limit;
        this.client = connections
                .get()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * The answer with all of its body.
     *
     * @param motion of what is sent: the limit counts from when it last moved
     * @throws ReleaseException.Errored when there is no answer
     * @throws ReleaseException.Aborted when the thread was interrupted
     */
    Answer send(HttpRequest request, Motion motion) {
        HttpResponse<byte[]> response = follow(request, info -> limited(), motion);
        return new Answer(response.statusCode(), response.headers(), response.body(), response.uri());
    }

    /** The answer once it begins; throws as {@link #send} does. */
    Download open(HttpRequest request) {
        HttpResponse<InputStream> response = follow(request, BodyHandlers.ofInputStream(), Motion.NONE);
        Answer answer = new Answer(response.statusCode(), response.headers(), new byte[0], response.uri());
        if (answer.ok()) {
            return new Download(answer, response.body());
        }
        try (InputStream body = response.body()) {
            byte[] refusal = body.readNBytes(LARGEST_REFUSAL);
            return new Download(
                    new Answer(answer.status(), answer.headers(), refusal, answer.address()),
                    InputStream.nullInputStream());
        } catch (IOException broken) {
            throw Unreached.by(request, broken);
        }
    }

    private <T> HttpResponse<T> follow(HttpRequest request, BodyHandler<T> handler, Motion motion) {
        HttpResponse<T> response = once(request, handler, motion);
        for (int hop = 0; hop < HOPS && mayFollow(request, response); hop++) {
            URI next = request.uri()
                    .resolve(response.headers().firstValue("Location").orElseThrow());
            request = redirected(request, next);
            response = once(request, handler, motion);
        }
        return response;
    }

    private static boolean mayFollow(HttpRequest request, HttpResponse<?> response) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads
                && REDIRECTS.contains(response.statusCode())
                && response.headers().firstValue("Location").isPresent();
    }

    /** Storage elsewhere is not told our credentials, and TLS is never left. */
    private static HttpRequest redirected(HttpRequest request, URI next) {
        if (request.uri().getScheme().equals("https") && !"https".equals(next.getScheme())) {
            throw Unreached.because(request, "it redirects from https to " + next.getScheme());
        }
        boolean elsewhere = !next.getAuthority().equals(request.uri().getAuthority());
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(next).method(request.method(), HttpRequest.BodyPublishers.noBody());
        request.headers().map().forEach((name, values) -> {
            if (!(elsewhere && name.toLowerCase(Locale.ROOT).equals("authorization"))) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        return builder.build();
    }

    private <T> HttpResponse<T> once(HttpRequest request, BodyHandler<T> handler, Motion motion) {
        CompletableFuture<HttpResponse<T>> coming = client.sendAsync(request, handler);
        try {
            return whileItMoves(coming, motion);
        } catch (InterruptedException interrupted) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while asking " + Unreached.place(request));
        } catch (TimeoutException timeout) {
            coming.cancel(true);
            throw Unreached.because(request, "no answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException problem) {
            throw unreached(request, problem.getCause());
        }
    }

    /** What was wrong with a body that was sent comes wrapped. */
    private static RuntimeException unreached(HttpRequest request, @Nullable Throwable reason) {
        Throwable cause = reason instanceof UncheckedIOException wrapped ? wrapped.getCause() : reason;
        return cause instanceof IOException broken
                ? Unreached.by(request, broken)
                : new IllegalStateException("asking " + Unreached.place(request) + " failed", cause);
    }

    private <T> T whileItMoves(CompletableFuture<T> coming, Motion motion)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (long seen = 0; ; ) {
            try {
                return coming.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException timeout) {
                long now = motion.moved();
                if (now == seen) {
                    throw timeout;
                }
                seen = now;
            }
        }
    }

    /** Keeps no more than we accept; the digest's check finds out that something is missing. */
    private static HttpResponse.BodySubscriber<byte[]> limited() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        return BodySubscribers.mapping(
                BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> {
                    if (kept.size() + bytes.length <= LARGEST) {
                        kept.writeBytes(bytes);
                    }
                })),
                done -> kept.toByteArray());
    }
}
