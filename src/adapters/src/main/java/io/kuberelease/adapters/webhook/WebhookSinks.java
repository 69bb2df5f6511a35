package io.kuberelease.adapters.webhook;

import io.kuberelease.adapters.http.ProxiedHttp;
import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.api.EventData;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Secret;
import io.kuberelease.plan.Notify;
import io.kuberelease.port.EventSink;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes the sink for a webhook from what the release file and the environment say. */
public final class WebhookSinks {
    /** The variable with the key that both sides share. */
    static final String SECRET = "KUBE_RELEASE_WEBHOOK_SECRET";

    private final Function<EventData, String> json;
    private final InstantSource clock;
    private final Backoff backoff;

    /**
     * @param json how an event is written
     */
    public WebhookSinks(Function<EventData, String> json, InstantSource clock) {
        this(json, clock, Backoff.USUAL);
    }

    WebhookSinks(Function<EventData, String> json, InstantSource clock, Backoff backoff) {
        this.json = json;
        this.clock = clock;
        this.backoff = backoff;
    }

    /**
     * The sink; absent when the release file names no webhook. Without a key nothing is posted, which the sink says once:
     * a receiver that believes what is not signed believes everybody.
     *
     * @param environment variables: KUBE_RELEASE_WEBHOOK_SECRET
     */
    public Optional<EventSink> from(Map<String, String> environment, Notify notify) {
        return notify.webhook().map(address -> Optional.ofNullable(environment.get(SECRET))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .map(key -> to(address, new Secret(key), new ProxiedHttp(new Proxies(environment))))
                .orElseGet(() -> new Unsigned(address.getHost())));
    }

    private EventSink to(URI address, Secret key, ProxiedHttp connections) {
        return new WebhookSink(new Outbox(new Post(address, new Signature(key), clock, connections), backoff), json);
    }

    /** Tells nobody, and says why, once. */
    private static final class Unsigned implements EventSink {
        private final String host;
        private boolean said;

        Unsigned(String host) {
            this.host = host;
        }

        @Override
        public String name() {
            return WebhookSink.NAME;
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            if (!said) {
                said = true;
                throw new IllegalStateException("the webhook at " + host + " is not told: " + SECRET
                        + " is not set; perhaps you should set it to the key that the receiver checks with, or remove"
                        + " notify.webhook");
            }
            return Map.of();
        }
    }
}
