package io.kuberelease.adapters.slack;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Sends a request to Slack and has the whole answer within two seconds, or says why not. */
final class SlackTransport {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final long USUAL_PAUSE_SECONDS = 30;

    private final HttpClient client;

    SlackTransport(Supplier<HttpClient.Builder> connections) {
        this.client = connections.get().connectTimeout(PATIENCE).build();
    }

    /**
     * The answer to a JSON document.
     *
     * @param what is asked of Slack, for the message of an error; never the address, which may be secret
     * @throws ReleaseException.Errored when there is no answer in time, or Slack can't answer now; with the time that
     *     it asked us to wait
     */
    HttpResponse<String> send(HttpRequest.Builder request, String json, String what) throws InterruptedException {
        HttpRequest complete = request.header("Content-Type", "application/json; charset=utf-8")
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> answer = await(client.sendAsync(complete, HttpResponse.BodyHandlers.ofString()), what);
        if (answer.statusCode() == TOO_MANY) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "Slack asks for a pause before " + what), pause(answer));
        }
        if (answer.statusCode() >= SERVER_ERROR) {
            throw unavailable(what, "Slack answered HTTP " + answer.statusCode());
        }
        return answer;
    }

    /** The request's own time limit ends with the headers; the body must come in time too. */
    private static HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer, String what)
            throws InterruptedException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw unavailable(what, "no answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw unavailable(what, "no connection: " + why.getClass().getSimpleName());
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    private static ReleaseException.Errored unavailable(String what, String why) {
        return new ReleaseException.Errored(Cause.of(CauseKind.UNAVAILABLE, what + " failed: " + why), Duration.ZERO);
    }

    private static Duration pause(HttpResponse<String> answer) {
        return Duration.ofSeconds(answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(Long::parseLong)
                .orElse(USUAL_PAUSE_SECONDS));
    }
}
