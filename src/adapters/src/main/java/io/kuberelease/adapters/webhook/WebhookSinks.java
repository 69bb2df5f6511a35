package io.kuberelease.adapters.webhook;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.api.EventData;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import io.kuberelease.port.UnusableSink;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes the sink for the webhook of a release file. */
public final class WebhookSinks {
    /** The environment variable with the signing key, which the receiver shares. */
    static final String SECRET = "KUBE_RELEASE_WEBHOOK_SECRET";

    private final Function<EventData, String> json;
    private final InstantSource clock;
    private final WebhookQueue.Backoff backoff;

    /**
     * @param json writes an event as JSON
     */
    public WebhookSinks(Function<EventData, String> json, InstantSource clock) {
        this(json, clock, WebhookQueue.Backoff.USUAL);
    }

    WebhookSinks(Function<EventData, String> json, InstantSource clock, WebhookQueue.Backoff backoff) {
        this.json = json;
        this.clock = clock;
        this.backoff = backoff;
    }

    /**
     * A sink that posts each event, signed.
     *
     * @param key the signing key, which the receiver shares
     * @param connections how they are made, for example through a proxy
     */
    public EventSink to(URI address, Secret key, Connections connections) {
        return new WebhookSink(
                new WebhookQueue(new WebhookClient(address, new Signature(key), clock, connections), backoff), json);
    }

    /**
     * A sink that posts nothing; its first event fails with the reason. Events are never posted unsigned: a receiver
     * that accepts those accepts anybody's.
     *
     * @param missing why there is no key, in words that "or remove notify.webhook" can follow
     */
    public EventSink unsigned(URI address, String missing) {
        return new UnusableSink(
                WebhookSink.NAME,
                "the webhook at " + address.getHost() + " is not told: " + missing + ", or remove notify.webhook");
    }

    /** Queues each event to be posted, and throws the latest failure. */
    private static final class WebhookSink implements EventSink {
        static final String NAME = "webhook";
        private static final Duration FAREWELL = Duration.ofSeconds(3);

        private final WebhookQueue webhookQueue;
        private final Function<EventData, String> json;

        WebhookSink(WebhookQueue webhookQueue, Function<EventData, String> json) {
            this.webhookQueue = webhookQueue;
            this.json = json;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            EventData.of(entry, state)
                    .map(event ->
                            new WebhookQueue.WebhookDelivery(event.release() + "/" + event.number(), json.apply(event)))
                    .ifPresent(webhookQueue::put);
            Optional<ReleaseException> trouble = webhookQueue.takeTrouble();
            if (trouble.isPresent()) {
                throw trouble.get();
            }
            return Map.of();
        }

        /** Gives queued events three seconds, since the process may end then. */
        @Override
        public void close() {
            try {
                webhookQueue.awaitEmpty(FAREWELL);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                webhookQueue.close();
            }
        }
    }
}
