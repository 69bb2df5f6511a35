package io.kuberelease.adapters.slack;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.HttpPolicy;
import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.http.HttpSender;
import io.kuberelease.adapters.http.NoAnswer;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.net.http.HttpRequest;
import java.time.Duration;

/** Sends requests to Slack; each is answered within two seconds or fails. */
final class SlackTransport {
    private static final HttpPolicy POLICY = HttpPolicy.within(Duration.ofSeconds(2));
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(30);

    private final HttpSender sender;

    SlackTransport(Connections connections) {
        this.sender = new HttpSender(connections, POLICY);
    }

    /**
     * Posts a JSON document and returns Slack's answer, a refusal too.
     *
     * @param what names the action in error messages; never the address, which may be secret
     * @throws ReleaseException.Errored when there is no answer in time, or Slack can't answer now; with the wait that
     *     Slack asked for
     */
    HttpReply send(HttpRequest.Builder request, String json, String what) throws InterruptedException {
        HttpRequest complete = request.header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpReply reply;
        try {
            reply = sender.send(complete);
        } catch (NoAnswer none) {
            throw unavailable(what, none.why());
        }
        if (reply.status() == TOO_MANY) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "Slack asks for a pause before " + what),
                    reply.retryAfter().orElse(USUAL_PAUSE));
        }
        if (reply.status() >= SERVER_ERROR) {
            throw unavailable(what, "Slack answered HTTP " + reply.status());
        }
        return reply;
    }

    private static ReleaseException.Errored unavailable(String what, String why) {
        return new ReleaseException.Errored(Cause.of(CauseKind.UNAVAILABLE, what + " failed: " + why), Duration.ZERO);
    }
}
