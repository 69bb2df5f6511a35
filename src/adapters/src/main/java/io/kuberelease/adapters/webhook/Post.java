package io.kuberelease.adapters.webhook;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts one letter, and has the whole answer within ten seconds, or says why not; twice that if a connection broke. */
final class Post {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int REDIRECT = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final URI address;
    private final Signature signature;
    private final InstantSource clock;
    private final HttpClient client;

    Post(URI address, Signature signature, InstantSource clock) {
        this(address, signature, clock, HttpClient.newBuilder());
    }

    /** @param connections with what is wanted of all connections, for example a proxy */
    Post(URI address, Signature signature, InstantSource clock, HttpClient.Builder connections) {
        this.client = connections
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
        this.address = address;
        this.signature = signature;
        this.clock = clock;
    }

    /**
     * Posts it, signed for this moment.
     *
     * @throws ReleaseException.Errored when another try may help; with the time to wait when the receiver asked for one
     * @throws ReleaseException.Failed when the receiver says no
     */
    void send(Letter letter) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("User-Agent", "kube-release")
                .header("Kube-Release-Delivery", letter.delivery())
                .header(Signature.HEADER, signature.of(letter.body(), clock.instant()))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(letter.body()))
                .build();
        HttpResponse<Void> answer = answer(request);
        int status = answer.statusCode();
        if (status == TOO_MANY || status == TIMED_OUT || status >= SERVER_ERROR) {
            throw unavailable("it answered HTTP " + status, asked(answer));
        }
        if (status >= REDIRECT) {
            throw refused(status);
        }
    }

    /**
     * Posted once more, at once, when the connection broke: that the receiver has just closed one that was kept shows
     * only when it is used. What comes twice has the same delivery.
     */
    private HttpResponse<Void> answer(HttpRequest request) throws InterruptedException {
        try {
            return await(request);
        } catch (ExecutionException problem) {
            if (!broke(problem)) {
                throw notConnected(problem);
            }
        }
        try {
            return await(request);
        } catch (ExecutionException again) {
            throw notConnected(again);
        }
    }

    /** A connection that was there, and not one that could not be made, or was silent. */
    private static boolean broke(ExecutionException problem) {
        Throwable cause = problem.getCause();
        return cause instanceof IOException
                && !(cause instanceof ConnectException)
                && !(cause instanceof HttpTimeoutException);
    }

    private ReleaseException.Errored notConnected(ExecutionException problem) {
        Throwable cause = problem.getCause();
        Throwable why = cause == null ? problem : cause;
        return unavailable("no connection: " + why.getClass().getSimpleName(), Duration.ZERO);
    }

    /** The request's own time limit ends with the headers; the body must come in time too. */
    private HttpResponse<Void> await(HttpRequest request) throws InterruptedException, ExecutionException {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw unavailable("no answer within " + PATIENCE.toSeconds() + " s", Duration.ZERO);
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            throw stopped;
        }
    }

    private ReleaseException.Errored unavailable(String why, Duration retryAfter) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "could not tell the webhook at " + address.getHost() + ": " + why),
                retryAfter);
    }

    private ReleaseException.Failed refused(int status) {
        String advice = status < CLIENT_ERROR
                ? "put the receiver's final address into notify.webhook.url"
                : "check the receiver's log, and that both sides have the same " + WebhookSinks.SECRET;
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.REFUSED,
                        "the webhook at " + address.getHost() + " refused an event: HTTP " + status
                                + "; perhaps you should " + advice)
                .suggesting(advice));
    }

    private static Duration asked(HttpResponse<Void> answer) {
        return Duration.ofSeconds(answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(Long::parseLong)
                .orElse(0L));
    }
}
