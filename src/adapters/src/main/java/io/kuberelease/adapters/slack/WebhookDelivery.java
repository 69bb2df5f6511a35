package io.kuberelease.adapters.slack;

import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.slack.ReleaseMessages.Reply;
import io.kuberelease.model.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A message for each group of stages through an incoming webhook, which can neither edit nor answer in threads. */
final class WebhookDelivery implements Delivery {
    private static final int OK = 200;
    private static final String WHAT = "telling Slack through the incoming webhook";

    private final Secret address;
    private final SlackTransport transport;
    private final SentMessages sentMessages;
    private final ReleaseMessages messages;

    /**
     * @param address who knows it may post
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
            throw new SlackRefusal(
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
