package io.kuberelease.app;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.adapters.webhook.WebhookSinks;
import io.kuberelease.plan.Notify;
import io.kuberelease.port.EventSink;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Makes the sinks for a plan's {@code notify}: one for each kind that it names, the same in every host. */
final class NotifySinks {
    private final Notifiers host;
    private final WebhookSinks webhooks;

    NotifySinks(Notifiers host, InstantSource clock) {
        this.host = host;
        this.webhooks = new WebhookSinks(new ApiCodec()::write, clock);
    }

    List<EventSink> of(Notify notify) {
        List<EventSink> sinks = new ArrayList<>();
        notify.slackChannel().map(host::slack).ifPresent(sinks::add);
        notify.webhook().map(this::webhook).ifPresent(sinks::add);
        return sinks;
    }

    private EventSink webhook(URI address) {
        Notifiers.WebhookKey key = host.webhookKey();
        return key.key()
                .map(known -> webhooks.to(address, known, host.connections()))
                .orElseGet(() -> webhooks.unsigned(address, key.missing()));
    }
}
