package io.kuberelease.adapters.oci;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;

/** Says in words that a registry gave no answer, or broke off in the middle of one. */
final class Unreached {
    private Unreached() {}

    static ReleaseException because(HttpRequest request, String why) {
        return new ReleaseException.Errored(cause(place(request), why), Duration.ZERO);
    }

    static ReleaseException by(HttpRequest request, IOException broken) {
        return new ReleaseException.Errored(cause(place(request), words(broken)), Duration.ZERO, broken);
    }

    static ReleaseException by(String registry, IOException broken) {
        return new ReleaseException.Errored(cause(registry, words(broken)), Duration.ZERO, broken);
    }

    /** Without the query: redirects carry signatures there. */
    static String place(HttpRequest request) {
        return request.uri().getScheme() + "://" + request.uri().getAuthority();
    }

    private static Cause cause(String place, String why) {
        return Cause.of(CauseKind.UNAVAILABLE, "could not reach the registry at " + place + ": " + why)
                .suggesting("check the registry's name and whether it is up and reached from this machine");
    }

    private static String words(Throwable problem) {
        String message = problem.getMessage();
        return switch (problem.getClass().getSimpleName()) {
            case "ConnectException" -> "connection refused or no such host";
            case "HttpConnectTimeoutException" -> "the connection was not made in time";
            default -> problem.getClass().getSimpleName() + (message == null ? "" : " " + message);
        };
    }
}
