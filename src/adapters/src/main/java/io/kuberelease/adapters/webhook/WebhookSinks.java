package io.kuberelease.adapters.webhook;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.api.EventData;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes the sink for a webhook that a release file names. */
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
     * The sink that posts each event, signed.
     *
     * @param key that the receiver checks with
     * @param connections how they are made, for example through a proxy
     */
    public EventSink to(URI address, Secret key, Connections connections) {
        return new WebhookSink(
                new WebhookQueue(new WebhookClient(address, new Signature(key), clock, connections), backoff), json);
    }

    /**
     * A sink that tells nobody, and says why, once: a receiver that believes what is not signed believes everybody.
     *
     * @param missing why there is no key, in words that "or remove notify.webhook" can follow
     */
    public EventSink unsigned(URI address, String missing) {
        return new Unsigned(
                "the webhook at " + address.getHost() + " is not told: " + missing + ", or remove notify.webhook");
    }

    /** Tells nobody, and says why, once. */
    private static final class Unsigned implements EventSink {
        private final String why;
        private boolean said;

        Unsigned(String why) {
            this.why = why;
        }

        @Override
        public String name() {
            return WebhookSink.NAME;
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            if (!said) {
                said = true;
                throw new IllegalStateException(why);
            }
            return Map.of();
        }
    }

    /** Posts each event to the user's address. */
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
                    .map(event -> new WebhookDelivery(event.release() + "/" + event.number(), json.apply(event)))
                    .ifPresent(webhookQueue::put);
            Optional<ReleaseException> trouble = webhookQueue.takeTrouble();
            if (trouble.isPresent()) {
                throw trouble.get();
            }
            return Map.of();
        }

        /** What is still to be brought has a moment: the process may end then. */
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
