package io.kuberelease.adapters.webhook;

import io.kuberelease.api.EventData;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.EventSink;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Posts each event to the user's address. */
final class WebhookSink implements EventSink {
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
