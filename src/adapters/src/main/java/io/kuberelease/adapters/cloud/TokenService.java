package io.kuberelease.adapters.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.HttpPolicy;
import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.http.HttpSender;
import io.kuberelease.adapters.http.NoAnswer;
import io.kuberelease.adapters.http.Progress;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sends requests to a service that gives tokens; each blocks for half a minute at most. The answers hold secrets. */
public final class TokenService {
    private static final HttpPolicy POLICY = HttpPolicy.within(Duration.ofSeconds(30));
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final HttpSender sender;
    private final String unreachedAdvice;

    /**
     * @param connections how they are made, for example through a proxy
     * @param unreachedAdvice what to do when the service is not reached
     */
    public TokenService(Connections connections, String unreachedAdvice) {
        this.sender = new HttpSender(connections, POLICY);
        this.unreachedAdvice = unreachedAdvice;
    }

    /**
     * The service's answer.
     *
     * @param json its body; a missing node when it is not JSON
     * @param time the time of the service's clock; empty when it sent none
     */
    public record Reply(int status, JsonNode json, Optional<Instant> time) {
        public boolean ok() {
            return status / 100 == 2;
        }
    }

    /** The name of a service's host has no address. */
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
     * @throws ReleaseException.Errored when there is none, or it is 429 or 5xx
     */
    public Reply send(String tried, HttpRequest request) {
        try {
            return sendOrSayNoHost(tried, request);
        } catch (NoHost problem) {
            throw unavailable(tried, request.uri().getAuthority() + " is not reached: its host was not found");
        }
    }

    /**
     * As {@link #send}, for a host name that comes from a user and may be wrong.
     *
     * @throws NoHost when the name has no address
     */
    public Reply sendOrSayNoHost(String tried, HttpRequest request) {
        String host = request.uri().getAuthority();
        try {
            HttpReply reply = sender.ask(request, Progress.NONE);
            if (reply.status() == TOO_MANY || reply.status() >= SERVER_ERROR) {
                throw unavailable(tried, host + " answered HTTP " + reply.status());
            }
            return new Reply(reply.status(), parsed(reply.body()), reply.date());
        } catch (NoAnswer none) {
            if (hasNoAddress(none)) {
                throw new NoHost(none);
            }
            throw unavailable(tried, host + " is not reached: " + none.why());
        }
    }

    /** The exception for a refusal by the service. */
    public static ReleaseException.Failed refused(String tried, String why, String suggestion) {
        return new ReleaseException.Failed(Cause.of(CauseKind.ACCESS_DENIED, "could not " + tried + ": " + oneLine(why))
                .suggesting(suggestion));
    }

    /** The exception for a service that can't be reached or does not work. */
    public ReleaseException.Errored unavailable(String tried, String why) {
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "could not " + tried + ": " + oneLine(why))
                        .suggesting(unreachedAdvice),
                Duration.ZERO);
    }

    /** Foreign text on one line and without control characters, for messages. */
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

    private static boolean hasNoAddress(Throwable problem) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof UnknownHostException || each instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }
}
