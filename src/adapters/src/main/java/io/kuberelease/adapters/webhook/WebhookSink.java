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

    private final Outbox outbox;
    private final Function<EventData, String> json;

    WebhookSink(Outbox outbox, Function<EventData, String> json) {
        this.outbox = outbox;
        this.json = json;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, String> event(JournalEntry entry, ReleaseState state) {
        EventData.of(entry, state)
                .map(event -> new Letter(event.release() + "/" + event.number(), json.apply(event)))
                .ifPresent(outbox::put);
        Optional<ReleaseException> trouble = outbox.takeTrouble();
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        return Map.of();
    }

    /** What is still to be brought has a moment: the process may end then. */
    @Override
    public void close() {
        try {
            outbox.awaitEmpty(FAREWELL);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            outbox.close();
        }
    }
}
