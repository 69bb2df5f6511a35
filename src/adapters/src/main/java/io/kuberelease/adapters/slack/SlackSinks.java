package io.kuberelease.adapters.slack;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.slack.ReleaseMessages.Reply;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import io.kuberelease.port.UnusableSink;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the sink for the Slack channel of a release file. */
public final class SlackSinks {
    private static final String TOKEN = "SLACK_BOT_TOKEN";
    private static final String WEBHOOK = "SLACK_WEBHOOK_URL";
    private static final String API = "KUBE_RELEASE_SLACK_API";
    /** Slack allows about one message a second in a channel. */
    private static final Duration PACE = Duration.ofSeconds(1);

    private SlackSinks() {}

    /**
     * The sink for a channel. A bot token is preferred to a webhook. With neither, it sends nothing, and its first
     * event fails.
     *
     * @param environment variables: SLACK_BOT_TOKEN, SLACK_WEBHOOK_URL, and KUBE_RELEASE_SLACK_API for another server
     * @param connections how they are made, for example through a proxy
     */
    public static EventSink from(Map<String, String> environment, String channel, Connections connections) {
        SlackHost host = new SlackHost(connections, ReleaseLinks.NONE);
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

    /** The same with the connections and pages of the program that posts. */
    public static EventSink bot(URI api, Secret token, String channel, Duration pace, SlackHost host) {
        SentMessages sentMessages = new SentMessages();
        ReleaseMessages messages = new ReleaseMessages(host.links());
        SlackApi slack = new SlackApi(api, token, new SlackTransport(host.connections()));
        Delivery delivery = new ThreadDelivery(slack, channel, sentMessages, messages);
        return new SlackSink(new SlackSender(delivery, pace), sentMessages, messages);
    }

    /** A sink that posts a message for each group of stages; the address is secret, since whoever knows it can post. */
    public static EventSink webhook(Secret address, Duration pace) {
        return webhook(address, pace, SlackHost.PLAIN);
    }

    /** The same with the connections and pages of the program that posts. */
    public static EventSink webhook(Secret address, Duration pace, SlackHost host) {
        SentMessages sentMessages = new SentMessages();
        ReleaseMessages messages = new ReleaseMessages(host.links());
        SlackTransport transport = new SlackTransport(host.connections());
        Delivery delivery = new WebhookDelivery(address, transport, sentMessages, messages);
        return new SlackSink(new SlackSender(delivery, pace), sentMessages, messages);
    }

    /** A sink that sends nothing; its first event fails with the reason. */
    public static EventSink silent(String why) {
        return new UnusableSink(SlackSink.NAME, why);
    }

    private static Optional<Secret> secret(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(Secret::new);
    }

    /** A message for each group of stages through an incoming webhook, which can neither edit nor answer in threads. */
    private static final class WebhookDelivery implements Delivery {
        private static final int OK = 200;
        private static final String WHAT = "telling Slack through the incoming webhook";

        private final Secret address;
        private final SlackTransport transport;
        private final SentMessages sentMessages;
        private final ReleaseMessages messages;

        /**
         * @param address secret, since whoever knows it can post
         */
        WebhookDelivery(Secret address, SlackTransport transport, SentMessages sentMessages, ReleaseMessages messages) {
            this.address = address;
            this.transport = transport;
            this.sentMessages = sentMessages;
            this.messages = messages;
        }

        @Override
        public boolean next(Snapshot snapshot) throws InterruptedException {
            Optional<Reply> untold = all(snapshot).stream()
                    .filter(reply -> !sentMessages.isTold(reply.key()))
                    .findFirst();
            if (untold.isPresent()) {
                send(untold.get().message());
                sentMessages.told(untold.get().key());
            }
            return untold.isPresent();
        }

        private List<Reply> all(Snapshot snapshot) {
            List<Reply> all = new ArrayList<>();
            all.add(new Reply("begin", false, messages.beginning(snapshot.state())));
            all.addAll(messages.replies(snapshot.state(), snapshot.at()));
            messages.conclusion(snapshot.state(), snapshot.at()).ifPresent(all::add);
            return all;
        }

        private void send(SlackMessage message) throws InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.reveal()));
            HttpReply answer = transport.send(request, message.json().toString(), WHAT);
            if (answer.status() != OK) {
                String error = error(answer);
                throw new SlackApi.Refusal(
                        error,
                        WHAT + " failed: " + error + " (HTTP " + answer.status() + ")",
                        SlackErrors.advice(error, "the channel"));
            }
        }

        /** Slack's errors are single words; anything else comes from something between us and Slack. */
        private static String error(HttpReply answer) {
            String said = answer.text().strip();
            return said.matches("[a-z_]{1,60}") ? said : "an_answer_that_is_not_Slack's";
        }
    }

    /** Tells a Slack channel how a release goes, through a {@link Delivery}. */
    private static final class SlackSink implements EventSink {
        static final String NAME = "slack";
        private static final Duration TIME_LIMIT = Duration.ofSeconds(3);

        private final SlackSender slackSender;
        private final SentMessages sentMessages;
        private final ReleaseMessages messages;
        private boolean begun;

        SlackSink(SlackSender slackSender, SentMessages sentMessages, ReleaseMessages messages) {
            this.slackSender = slackSender;
            this.sentMessages = sentMessages;
            this.messages = messages;
        }

        @Override
        public String name() {
            return NAME;
        }

        /**
         * Leaves the newest state to the sender's thread. Waits, up to three seconds each, only for the first contact,
         * so that a wrong token is known at once and the message's id soon, and for the last message, since the process
         * may end then.
         */
        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) throws InterruptedException {
            boolean aboutSinks = entry.event() instanceof ReleaseEvent.SinkNoted
                    || entry.event() instanceof ReleaseEvent.SinkTroubled;
            if (!aboutSinks) {
                tell(new Snapshot(state, entry.at()));
            }
            Optional<RuntimeException> trouble = slackSender.takeTrouble();
            if (trouble.isPresent()) {
                throw trouble.get();
            }
            return sentMessages.takeFresh();
        }

        private void tell(Snapshot snapshot) throws InterruptedException {
            boolean first = !begun;
            if (first) {
                begun = true;
                recall(snapshot);
            }
            slackSender.bring(snapshot);
            if (first) {
                slackSender.awaitContact(TIME_LIMIT);
            }
            if (snapshot.isLast()) {
                slackSender.awaitDone(TIME_LIMIT);
            }
        }

        /**
         * An earlier process may have been killed between a message and its note: replies that are due by now count as
         * sent, since the overview tells the same. Urgent ones are rather sent twice.
         */
        private void recall(Snapshot snapshot) {
            if (sentMessages.recall(snapshot.state().sinkNotes(), NAME + "/")) {
                messages.replies(snapshot.state(), snapshot.at()).stream()
                        .filter(reply -> !reply.urgent())
                        .forEach(reply -> sentMessages.told(reply.key()));
            }
        }

        @Override
        public void close() {
            slackSender.close();
        }
    }
}
