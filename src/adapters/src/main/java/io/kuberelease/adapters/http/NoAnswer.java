package io.kuberelease.adapters.http;

import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import org.jspecify.annotations.Nullable;

/** A server gave no answer, or broke off in the middle of one. The message says why, without path or query. */
public final class NoAnswer extends IOException {
    private static final long serialVersionUID = 1;

    NoAnswer(String why) {
        super(why);
    }

    private NoAnswer(String why, IOException problem) {
        super(why, problem);
    }

    /**
     * The exception for a failed request. An error of the request's body comes wrapped; a {@link ReleaseException} is
     * thrown.
     */
    static NoAnswer by(@Nullable Throwable reason) {
        Throwable cause = reason instanceof UncheckedIOException wrapped ? wrapped.getCause() : reason;
        if (cause instanceof NoAnswer known) {
            return known;
        }
        if (cause instanceof IOException broken) {
            return new NoAnswer(words(broken), broken);
        }
        if (cause instanceof ReleaseException told) {
            throw told;
        }
        throw new IllegalStateException("sending a request failed", cause);
    }

    /** Returns this failure with a reason that says more. */
    NoAnswer told(String why) {
        return new NoAnswer(why, this.getCause() instanceof IOException problem ? problem : this);
    }

    /** Whether no connection was made at all; false for one that broke and for one that timed out. */
    boolean unmade() {
        return getCause() instanceof ConnectException;
    }

    /** A failed connection in words, for messages. */
    public static String words(IOException problem) {
        String message = problem.getMessage();
        return switch (problem.getClass().getSimpleName()) {
            case "ConnectException", "UnresolvedAddressException" -> "connection refused or no such host";
            case "HttpConnectTimeoutException" -> "the connection was not made in time";
            case "NoAnswer" -> String.valueOf(message);
            default -> problem.getClass().getSimpleName() + (message == null ? "" : " " + message);
        };
    }

    /** The message, never null. */
    public String why() {
        return String.valueOf(getMessage());
    }

    /** Whether a connection broke that was made before; false when it could not be made or timed out. */
    boolean broke() {
        return getCause() != null
                && !(getCause() instanceof ConnectException)
                && !(getCause() instanceof HttpTimeoutException);
    }
}
