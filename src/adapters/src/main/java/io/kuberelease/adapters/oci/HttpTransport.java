package io.kuberelease.adapters.oci;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one request to a registry and reads all of the answer within a time limit, following safe redirects. */
final class HttpTransport {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int HOPS = 5;
    private static final int LARGEST = 64 << 20;

    private final HttpClient client;
    private final Duration limit;

    HttpTransport(Duration limit) {
        this.limit = limit;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * @throws ReleaseException.Errored when there is no answer
     * @throws ReleaseException.Aborted when the thread was interrupted
     */
    Answer send(HttpRequest request) {
        Answer answer = once(request);
        for (int hop = 0; hop < HOPS && mayFollow(request, answer); hop++) {
            URI next = request.uri().resolve(answer.header("Location").orElseThrow());
            request = redirected(request, next);
            answer = once(request);
        }
        return answer;
    }

    private static boolean mayFollow(HttpRequest request, Answer answer) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads
                && REDIRECTS.contains(answer.status())
                && answer.header("Location").isPresent();
    }

    /** Storage elsewhere is not told our credentials, and TLS is never left. */
    private static HttpRequest redirected(HttpRequest request, URI next) {
        if (request.uri().getScheme().equals("https") && !"https".equals(next.getScheme())) {
            throw unavailable(request, "it redirects from https to " + next.getScheme(), null);
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

    private Answer once(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> coming = client.sendAsync(request, info -> limited());
        try {
            HttpResponse<byte[]> response = coming.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.headers(), response.body(), response.uri());
        } catch (InterruptedException interrupted) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while asking " + place(request));
        } catch (TimeoutException timeout) {
            coming.cancel(true);
            throw unavailable(request, "no answer within " + limit.toSeconds() + " s", timeout);
        } catch (ExecutionException problem) {
            Throwable reason = problem.getCause() == null ? problem : problem.getCause();
            if (reason instanceof IOException) {
                throw unavailable(request, words(reason), reason);
            }
            throw new IllegalStateException("asking " + place(request) + " failed", reason);
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

    private static String words(Throwable problem) {
        String message = problem.getMessage();
        return switch (problem.getClass().getSimpleName()) {
            case "ConnectException" -> "connection refused or no such host";
            case "HttpConnectTimeoutException" -> "the connection was not made in time";
            default -> problem.getClass().getSimpleName() + (message == null ? "" : " " + message);
        };
    }

    private static ReleaseException unavailable(
            HttpRequest request, String why, @org.jspecify.annotations.Nullable Throwable trigger) {
        Cause cause = Cause.of(CauseKind.UNAVAILABLE, "could not reach the registry at " + place(request) + ": " + why)
                .suggesting("check the registry's name and whether it is up and reached from this machine");
        return trigger == null
                ? new ReleaseException.Errored(cause, Duration.ZERO)
                : new ReleaseException.Errored(cause, Duration.ZERO, trigger);
    }

    /** Without the query: redirects carry signatures there. */
    private static String place(HttpRequest request) {
        return request.uri().getScheme() + "://" + request.uri().getAuthority();
    }
}
