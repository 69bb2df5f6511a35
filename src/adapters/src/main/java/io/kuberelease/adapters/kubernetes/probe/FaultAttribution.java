package io.kuberelease.adapters.kubernetes.probe;

import java.net.HttpURLConnection;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Whose an answer is that is not the one we want, when an app is asked through the API server. */
enum FaultAttribution {
    /** The app's, or that of its pods and its Service. */
    APP,
    /** That of the API server, or of what stands between us, it and the pods. */
    CLUSTER,
    /** Ours: we may not ask. */
    OURS;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** The API server reaches no pod at all; that one refuses the connection or closes it is the app's. */
    private static final Pattern UNREACHED = Pattern.compile(
            "trying to reach service: .*(no agent available|i/o timeout|no route to host|network is unreachable"
                    + "|deadline exceeded|timed out|dial timeout)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * Tells whose the answer is.
     *
     * @param apiServer asks the API server something that it answers by itself
     */
    static FaultAttribution of(ProbeResponse probeResponse, Supplier<ProbeResponse> apiServer) {
        if (probeResponse.ofApiServer()) {
            return saidByApiServer(probeResponse);
        }
        if (probeResponse.none()) {
            // An app that does not answer leaves us without one, too: then the API server answers other questions.
            return apiServer.get().good() ? APP : CLUSTER;
        }
        if (probeResponse.status() == TOO_MANY_REQUESTS
                && probeResponse.body().startsWith("Too many requests, please try again")) {
            return CLUSTER;
        }
        if (probeResponse.status() >= SERVER_ERROR && !probeResponse.fromApiServer()) {
            ProbeResponse other = apiServer.get();
            return other.good() && !other.fromApiServer() ? APP : CLUSTER;
        }
        return APP;
    }

    private static FaultAttribution saidByApiServer(ProbeResponse probeResponse) {
        String said = probeResponse.body();
        return switch (probeResponse.status()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN -> OURS;
            case TOO_MANY_REQUESTS, HttpURLConnection.HTTP_CLIENT_TIMEOUT -> CLUSTER;
            default -> {
                boolean ofPods = said.contains("no endpoints available")
                        || (said.contains("trying to reach service")
                                && !UNREACHED.matcher(said).find());
                yield probeResponse.status() < SERVER_ERROR || ofPods ? APP : CLUSTER;
            }
        };
    }
}
