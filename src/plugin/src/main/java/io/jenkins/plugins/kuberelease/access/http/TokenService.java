package io.jenkins.plugins.kuberelease.access.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks a service that sells tokens; blocks for half a minute at most. What it answers is a secret. */
public final class TokenService {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final Supplier<HttpClient.Builder> connections;

    /**
     * @param connections begins a client, with the proxy that is to be used
     */
    public TokenService(Supplier<HttpClient.Builder> connections) {
        this.connections = connections;
    }

    /** What the service said. */
    public record Reply(int status, JsonNode json) {
        public boolean ok() {
            return status / 100 == 2;
        }
    }

    /**
     * The answer, a refusal too.
     *
     * @param tried for messages, without secrets: {@code get a token for …}
     * @throws ReleaseException.Errored when there is none, or the service is ill
     */
    public Reply send(String tried, HttpRequest request) {
        HttpClient client = connections.get().connectTimeout(LIMIT).build();
        try {
            var answer = client.send(
                    HttpRequest.newBuilder(request, (name, value) -> true)
                            .timeout(LIMIT)
                            .build(),
                    BodyHandlers.ofByteArray());
            if (answer.statusCode() == TOO_MANY || answer.statusCode() >= SERVER_ERROR) {
                throw unavailable(tried, host(request) + " answered HTTP " + answer.statusCode());
            }
            return new Reply(answer.statusCode(), parsed(answer.body()));
        } catch (IOException problem) {
            throw unavailable(tried, host(request) + " is not reached: " + problem);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while trying to " + tried);
        }
    }

    /** Says that the service refused. */
    public static ReleaseException.Failed refused(String tried, String why, String suggestion) {
        return new ReleaseException.Failed(Cause.of(CauseKind.ACCESS_DENIED, "could not " + tried + ": " + line(why))
                .suggesting(suggestion));
    }

    /** Says that the service is not reached, or ill. */
    public static ReleaseException.Errored unavailable(String tried, String why) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "could not " + tried + ": " + line(why))
                        .suggesting("check that Jenkins reaches it, and the proxy at Manage Jenkins » System"),
                Duration.ZERO);
    }

    private static String line(String words) {
        return words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String host(HttpRequest request) {
        return request.uri().getAuthority();
    }
}
