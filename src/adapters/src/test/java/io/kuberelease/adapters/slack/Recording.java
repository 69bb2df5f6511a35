package io.kuberelease.adapters.slack;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import io.kuberelease.testkit.JournalBuilder;
import io.kuberelease.testkit.slack.PostedMessage;
import io.kuberelease.testkit.slack.StrictSlack;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Prints the messages of made-up releases as JSON, one a line, for the picture in the guide. */
final class Recording {
    private Recording() {}

    /** Plays a release that waits for an approval, or with the argument {@code fails} one that fails. */
    public static void main(String[] arguments) throws InterruptedException {
        boolean fails = arguments.length > 0 && arguments[0].equals("fails");
        try (StrictSlack slack = StrictSlack.with("releases")) {
            EventSink sink = SlackSinks.bot(slack.api(), new Secret(StrictSlack.TOKEN), "#releases", Duration.ZERO);
            tell(sink, fails ? failing() : waiting());
            slack.messages().stream().map(Recording::line).forEach(System.out::println);
        }
    }

    private static void tell(EventSink sink, JournalBuilder journalBuilder) throws InterruptedException {
        List<JournalEntry> entries = journalBuilder.entries();
        ReleaseState state = ReleaseState.of(entries.subList(0, 1));
        for (JournalEntry entry : entries.subList(1, entries.size())) {
            state = state.after(entry);
            var unused = sink.event(entry, state);
            Thread.sleep(100); // as in a real release, what happens later is told later
        }
        sink.close();
    }

    private static String line(PostedMessage message) {
        return "{\"thread\":" + message.thread().isPresent() + ",\"broadcast\":" + message.broadcast() + ",\"edits\":"
                + message.edits() + ",\"content\":" + message.content() + "}";
    }

    private static JournalBuilder waiting() {
        return JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .deployed("staging", 4)
                .compared("production", 2, false)
                .waits("production");
    }

    private static JournalBuilder failing() {
        Cause crash = new Cause(
                CauseKind.CRASH_LOOP,
                "deployment/polls: container web of pod polls-7d9c5b-x2k4p ended 3 times with exit code 1",
                List.of(
                        new Evidence(
                                "pod polls-7d9c5b-x2k4p container web, last lines",
                                List.of(
                                        "Traceback (most recent call last):",
                                        "  File \"/app/manage.py\", line 22, in <module>",
                                        "    main()",
                                        "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty."))),
                Optional.of("set DJANGO_SECRET_KEY in the Secret polls of namespace polls"));
        return JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .after(5)
                .fails("staging.deploy", crash)
                .done("staging.record", "staging.unlock")
                .over(ReleaseResult.FAILED);
    }
}
