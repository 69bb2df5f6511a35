package io.kuberelease.adapters.slack;

import io.kuberelease.adapters.http.ProxiedHttp;
import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes the sink for Slack from what the release file and the environment say. */
public final class SlackSinks {
    private static final String TOKEN = "SLACK_BOT_TOKEN";
    private static final String WEBHOOK = "SLACK_WEBHOOK_URL";
    private static final String API = "KUBE_RELEASE_SLACK_API";
    /** Slack allows about one message a second in a channel. */
    private static final Duration PACE = Duration.ofSeconds(1);

    private SlackSinks() {}

    /**
     * The sink for a channel. A bot token wins over a webhook. With neither, the sink
     * only says once that one is missing.
     *
     * @param environment variables: SLACK_BOT_TOKEN, SLACK_WEBHOOK_URL, and KUBE_RELEASE_SLACK_API for another server
     */
    public static EventSink from(Map<String, String> environment, String channel) {
        return of(environment, channel, new SlackHost(new ProxiedHttp(new Proxies(environment)), ReleaseLinks.NONE));
    }

    private static EventSink of(Map<String, String> environment, String channel, SlackHost host) {
        String base = environment.getOrDefault(API, "https://slack.com/api/");
        return secret(environment, TOKEN)
                .map(token -> bot(URI.create(base.endsWith("/") ? base : base + "/"), token, channel, PACE, host))
                .or(() -> secret(environment, WEBHOOK).map(address -> webhook(address, PACE, host)))
                .orElseGet(() -> silent("Slack channel " + channel + " is not told: neither " + TOKEN + " nor "
                        + WEBHOOK + " is set; perhaps you should set one, or remove notify.slack"));
    }

    /**
     * A sink that keeps one message up to date.
     *
     * @param api ends with a slash
     * @param pace the shortest time between two requests
     */
    public static EventSink bot(URI api, Secret token, String channel, Duration pace) {
        return bot(api, token, channel, pace, SlackHost.PLAIN);
    }

    /** The same, told by a program with connections and pages of its own. */
    public static EventSink bot(URI api, Secret token, String channel, Duration pace, SlackHost host) {
        SentMessages sentMessages = new SentMessages();
        ReleaseMessages messages = new ReleaseMessages(host.links());
        SlackApi slack = new SlackApi(api, token, new SlackTransport(host.connections()));
        Delivery delivery = new ThreadDelivery(slack, channel, sentMessages, messages);
        return new SlackSink(new SlackSender(delivery, pace), sentMessages, messages);
    }

    /** A sink that posts a message for each group of stages; the address is all that one needs to know to post. */
    public static EventSink webhook(Secret address, Duration pace) {
        return webhook(address, pace, SlackHost.PLAIN);
    }

    /** The same, told by a program with connections and pages of its own. */
    public static EventSink webhook(Secret address, Duration pace, SlackHost host) {
        SentMessages sentMessages = new SentMessages();
        ReleaseMessages messages = new ReleaseMessages(host.links());
        SlackTransport transport = new SlackTransport(host.connections());
        Delivery delivery = new WebhookDelivery(address, transport, sentMessages, messages);
        return new SlackSink(new SlackSender(delivery, pace), sentMessages, messages);
    }

    /** A sink that can tell nobody, and says why, once. */
    public static EventSink silent(String why) {
        return new Speechless(why);
    }

    private static Optional<Secret> secret(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(Secret::new);
    }

    /** Can tell nobody, and says why, once. */
    private static final class Speechless implements EventSink {
        private final String why;
        private boolean said;

        Speechless(String why) {
            this.why = why;
        }

        @Override
        public String name() {
            return SlackSink.NAME;
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
}
