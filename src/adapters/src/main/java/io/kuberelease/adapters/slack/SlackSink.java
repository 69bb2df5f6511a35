package io.kuberelease.adapters.slack;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.port.EventSink;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tells a Slack channel how a release goes, in the way that its {@link Delivery} knows. */
final class SlackSink implements EventSink {
    static final String NAME = "slack";
    private static final Duration PATIENCE = Duration.ofSeconds(3);

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
     * Leaves the newest state to the courier. Waits only for the first contact, so that a wrong token is known at once
     * and the message's id soon, and for the last words, since the process may end then.
     */
    @Override
    public Map<String, String> event(JournalEntry entry, ReleaseState state) throws InterruptedException {
        boolean aboutSinks =
                entry.event() instanceof ReleaseEvent.SinkNoted || entry.event() instanceof ReleaseEvent.SinkTroubled;
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
            slackSender.awaitContact(PATIENCE);
        }
        if (snapshot.isLast()) {
            slackSender.awaitDone(PATIENCE);
        }
    }

    /**
     * An earlier process may have been killed between a message and its note: details that were due then are taken as
     * told, since the overview has them too. What is urgent is rather said twice.
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
