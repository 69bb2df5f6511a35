package io.kuberelease.adapters.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks a service that gives tokens; blocks for half a minute at most. What it answers is a secret. */
public final class TokenService {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final Supplier<HttpClient.Builder> connections;
    private final String unreachedAdvice;

    /**
     * @param connections begins a client, with the proxy that is to be used
     * @param unreachedAdvice what to do when the service is not reached
     */
    public TokenService(Supplier<HttpClient.Builder> connections, String unreachedAdvice) {
        this.connections = connections;
        this.unreachedAdvice = unreachedAdvice;
    }

    /**
     * What the service said.
     *
     * @param time of the service's clock; absent when it did not say
     */
    public record Reply(int status, JsonNode json, Optional<Instant> time) {
        public boolean ok() {
            return status / 100 == 2;
        }
    }

    /** The host of a service has no address. */
    public static final class NoHost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private NoHost(Throwable cause) {
            super(cause);
        }
    }

    /**
     * The answer, a refusal too.
     *
     * @param tried for messages, without secrets: {@code get a token for …}
     * @throws ReleaseException.Errored when there is none, or the service is ill
     */
    public Reply send(String tried, HttpRequest request) {
        try {
            return sendOrSayNoHost(tried, request);
        } catch (NoHost problem) {
            throw unavailable(tried, request.uri().getAuthority() + " is not reached: its host was not found");
        }
    }

    /**
     * As {@link #send}, for a host whose name somebody wrote.
     *
     * @throws NoHost when that name is nobody's
     */
    public Reply sendOrSayNoHost(String tried, HttpRequest request) {
        String host = request.uri().getAuthority();
        HttpClient client = connections.get().connectTimeout(LIMIT).build();
        try {
            var answer = client.send(
                    HttpRequest.newBuilder(request, (name, value) -> true)
                            .timeout(LIMIT)
                            .build(),
                    BodyHandlers.ofByteArray());
            if (answer.statusCode() == TOO_MANY || answer.statusCode() >= SERVER_ERROR) {
                throw unavailable(tried, host + " answered HTTP " + answer.statusCode());
            }
            return new Reply(answer.statusCode(), parsed(answer.body()), time(answer));
        } catch (IOException problem) {
            if (hasNoAddress(problem)) {
                throw new NoHost(problem);
            }
            throw unavailable(tried, host + " is not reached: " + problem);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while trying to " + tried);
        }
    }

    /** Says that the service refused. */
    public static ReleaseException.Failed refused(String tried, String why, String suggestion) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.ACCESS_DENIED, "could not " + tried + ": " + oneLine(why))
                        .suggesting(suggestion));
    }

    /** Says that the service is not reached, or ill. */
    public ReleaseException.Errored unavailable(String tried, String why) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "could not " + tried + ": " + oneLine(why))
                        .suggesting(unreachedAdvice),
                Duration.ZERO);
    }

    /** Words of others, fit for a message. */
    public static String oneLine(String words) {
        return words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static Optional<Instant> time(HttpResponse<?> answer) {
        try {
            return answer.headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean hasNoAddress(Throwable problem) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof UnknownHostException || each instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }
}
