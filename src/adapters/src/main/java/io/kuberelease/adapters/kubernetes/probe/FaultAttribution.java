package io.kuberelease.adapters.kubernetes.probe;

import java.net.HttpURLConnection;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Who is to blame for a bad answer when an app is asked through the API server. */
enum FaultAttribution {
    /** The app, with its pods and its Service. */
    APP,
    /** The API server, or the network between us, it and the pods. */
    CLUSTER,
    /** We: our user lacks the permission to ask. */
    OURS;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** The API server can't reach the pod's network. A connection that a pod refuses or closes is the app's fault. */
    private static final Pattern UNREACHED = Pattern.compile(
            "trying to reach service: .*(no agent available|i/o timeout|no route to host|network is unreachable"
                    + "|deadline exceeded|timed out|dial timeout)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * Attributes a bad answer.
     *
     * @param apiServer asks the API server something that it answers without the app; called only if needed, and blocks
     */
    static FaultAttribution of(ProbeResponse probeResponse, Supplier<ProbeResponse> apiServer) {
        if (probeResponse.ofApiServer()) {
            return saidByApiServer(probeResponse);
        }
        if (probeResponse.none()) {
            // No answer may be the app's fault or the API server's: it is the app's if the API server answers other
            // requests.
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
