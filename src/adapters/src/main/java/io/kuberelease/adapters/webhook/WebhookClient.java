package io.kuberelease.adapters.webhook;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.HttpPolicy;
import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.http.HttpSender;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.adapters.http.NoAnswer;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Posts one event and waits up to ten seconds for the whole answer; if the connection broke, it does so once more, with
 * the same delivery id.
 */
final class WebhookClient {
    private static final HttpPolicy POLICY =
            HttpPolicy.within(Duration.ofSeconds(10)).onceMore();
    private static final int REDIRECT = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final URI address;
    private final Signature signature;
    private final InstantSource clock;
    private final HttpSender sender;

    WebhookClient(URI address, Signature signature, InstantSource clock) {
        this(address, signature, clock, KeptClients.PLAIN);
    }

    WebhookClient(URI address, Signature signature, InstantSource clock, Connections connections) {
        this.sender = new HttpSender(connections, POLICY);
        this.address = address;
        this.signature = signature;
        this.clock = clock;
    }

    /**
     * Posts the event, signed with the current time.
     *
     * @throws ReleaseException.Errored when another try may help; with the time to wait when the receiver asked for one
     * @throws ReleaseException.Failed when the receiver refuses it, so that another try can't help
     */
    void send(WebhookQueue.WebhookDelivery webhookDelivery) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("User-Agent", "kube-release")
                .header("Kube-Release-Delivery", webhookDelivery.delivery())
                .header(Signature.HEADER, signature.of(webhookDelivery.body(), clock.instant()))
                .POST(HttpRequest.BodyPublishers.ofString(webhookDelivery.body()))
                .build();
        HttpReply reply = reply(request);
        int status = reply.status();
        if (status == TOO_MANY || status == TIMED_OUT || status >= SERVER_ERROR) {
            throw unavailable("it answered HTTP " + status, reply.retryAfter().orElse(Duration.ZERO));
        }
        if (status >= REDIRECT) {
            throw refused(status);
        }
    }

    private HttpReply reply(HttpRequest request) throws InterruptedException {
        try {
            return sender.send(request);
        } catch (NoAnswer none) {
            throw unavailable(none.why(), Duration.ZERO);
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
}
