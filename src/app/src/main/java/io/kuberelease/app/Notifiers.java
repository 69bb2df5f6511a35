package io.kuberelease.app;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import java.util.Optional;

/**
 * The means of a host to notify those whom a release file names under {@code notify}. Whom to notify, and which kinds
 * there are, is not decided by a host.
 */
public interface Notifiers {

    /** A sink for a Slack channel; where this host can't post to it, one that reports why, once. */
    EventSink slack(String channel);

    /** The key that webhook requests are signed with, so that receivers can check them. */
    WebhookKey webhookKey();

    /** Begins building HTTP clients that use the proxy of this host. */
    Connections connections();

    /**
     * A key, or the reason why there is none.
     *
     * @param key what is posted is signed with it; absent: nothing is posted
     * @param missing what is missing when it is absent, and what to do about it, in words that "or remove
     *     notify.webhook" can follow
     */
    record WebhookKey(Optional<Secret> key, String missing) {
        /** The name of the key in every host: an environment variable in the terminal, a credential in Jenkins. */
        public static final String NAME = "KUBE_RELEASE_WEBHOOK_SECRET";
    }
}
