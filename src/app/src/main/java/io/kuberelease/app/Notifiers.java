package io.kuberelease.app;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import java.util.Optional;

/**
 * With what a host tells those whom a release file names under {@code notify}. Whom, and which kinds there are, is no
 * business of a host.
 */
public interface Notifiers {

    /** The sink for a channel of Slack; one that says why, once, where this host can't tell it. */
    EventSink slack(String channel);

    /** The key that the receivers of a webhook check with. */
    WebhookKey webhookKey();

    /** Begins a client, with the proxy that is to be used. */
    Connections connections();

    /**
     * A key, or why there is none.
     *
     * @param key what is posted is signed with it; absent: nothing is posted
     * @param missing what is missing when it is absent, and what to do about it, in words that "or remove
     *     notify.webhook" can follow
     */
    record WebhookKey(Optional<Secret> key, String missing) {
        /** What the key is called in every host: a variable in one, a credential in another. */
        public static final String NAME = "KUBE_RELEASE_WEBHOOK_SECRET";
    }
}
