package io.kuberelease.adapters.slack;

import io.kuberelease.adapters.slack.ReleaseMessages.Reply;
import io.kuberelease.adapters.slack.SlackApi.Posted;
import java.util.Optional;

/**
 * Posts one message per release, which is edited as it goes on, with a reply in its thread for each group of stages.
 */
final class ThreadDelivery implements Delivery {
    private final SlackApi slack;
    private final String channel;
    private final SentMessages sentMessages;
    private final ReleaseMessages messages;
    private Optional<SlackMessage> shown = Optional.empty();

    ThreadDelivery(SlackApi slack, String channel, SentMessages sentMessages, ReleaseMessages messages) {
        this.slack = slack;
        this.channel = channel;
        this.sentMessages = sentMessages;
        this.messages = messages;
    }

    @Override
    public boolean next(Snapshot snapshot) throws InterruptedException {
        SlackMessage overview = messages.overview(snapshot.state(), snapshot.at());
        Optional<Posted> message = sentMessages.message();
        if (message.isEmpty()) {
            sentMessages.posted(slack.post(channel, overview));
            shown = Optional.of(overview);
            return true;
        }
        return say(message.get(), overview, snapshot);
    }

    private boolean say(Posted message, SlackMessage overview, Snapshot snapshot) throws InterruptedException {
        Optional<Reply> urgent = untold(snapshot, true);
        if (urgent.isPresent()) {
            reply(message, urgent.get());
            return true;
        }
        if (!shown.equals(Optional.of(overview))) {
            edit(message, overview);
            return true;
        }
        Optional<Reply> detail = untold(snapshot, false);
        if (detail.isPresent()) {
            reply(message, detail.get());
        }
        return detail.isPresent();
    }

    private Optional<Reply> untold(Snapshot snapshot, boolean urgent) {
        return messages.replies(snapshot.state(), snapshot.at()).stream()
                .filter(reply -> reply.urgent() == urgent && !sentMessages.isTold(reply.key()))
                .findFirst();
    }

    private void reply(Posted message, Reply reply) throws InterruptedException {
        try {
            Posted unused = slack.reply(message, reply.message(), reply.urgent());
            sentMessages.told(reply.key());
        } catch (SlackApi.Refusal e) {
            mayHaveGone(e);
        }
    }

    private void edit(Posted message, SlackMessage overview) throws InterruptedException {
        try {
            slack.update(message, overview);
            shown = Optional.of(overview);
        } catch (SlackApi.Refusal e) {
            mayHaveGone(e);
        }
    }

    /** Forgets a message that somebody deleted, so that a new one is posted; any other refusal is thrown. */
    private void mayHaveGone(SlackApi.Refusal refusal) {
        if (!refusal.isAboutMissingMessage()) {
            throw refusal;
        }
        sentMessages.forgetMessage();
    }
}
