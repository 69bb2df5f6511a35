package io.kuberelease.cli.terminal;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.StageId;
import io.kuberelease.testkit.JournalBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Plays a made-up release on this terminal, for a person to look at: arguments are an output mode and an ending. */
final class Demo {
    private static final StageId STAGING = new StageId("staging.deploy");

    private final TerminalSink sink;
    private final Instant began = Instant.now();
    private ReleaseState state = JournalBuilder.begins().state();

    private Demo(TerminalSink sink) {
        this.sink = sink;
    }

    /** Plays it. */
    public static void main(String[] arguments) throws InterruptedException {
        OutputMode mode = arguments.length > 0 ? OutputMode.valueOf(arguments[0]) : OutputMode.AUTO;
        boolean fails = arguments.length > 1 && arguments[1].equals("fails");
        new Demo(TerminalSinks.create(mode, System.out, System.getenv(), InstantSource.system())).play(fails);
    }

    private void play(boolean fails) throws InterruptedException {
        JournalBuilder journalBuilder = JournalBuilder.begins().bundled().deploying("staging", 4);
        if (fails) {
            journalBuilder.after(5).fails("staging.deploy", crash()).done("staging.record", "staging.unlock");
            journalBuilder.over(ReleaseResult.FAILED);
        } else {
            journalBuilder
                    .deployed("staging", 4)
                    .compared("production", 2, false)
                    .waits("production");
        }
        tell(journalBuilder.entries(), 0);
        if (!fails) {
            sink.pause(state);
            System.out.println("Release polls 1.4.0 to production (1 changed)?  [y]es  [n]o  [d]iff  [l]ater: y");
            Thread.sleep(1500);
            int told = journalBuilder.entries().size();
            journalBuilder.ends("production.approval", new io.kuberelease.journal.StageOutput.Done());
            journalBuilder.done("production.lock").starts("production.deploy").deployed("production", 3);
            journalBuilder.over(ReleaseResult.SUCCEEDED);
            tell(journalBuilder.entries(), told);
        }
        sink.close();
    }

    private void tell(List<JournalEntry> entries, int from) throws InterruptedException {
        for (JournalEntry entry : entries.subList(from, entries.size())) {
            Instant due = began.plus(Duration.between(JournalBuilder.START, entry.at()));
            for (int step = 0; Instant.now().isBefore(due); step++) {
                detail(entry.event(), step);
                Thread.sleep(200);
            }
            JournalEntry now = new JournalEntry(entry.number(), Instant.now(), entry.event());
            state = entry.event() instanceof ReleaseEvent.Planned ? ReleaseState.of(List.of(now)) : state.after(now);
            sink.event(now, state);
        }
    }

    private void detail(ReleaseEvent next, int step) throws InterruptedException {
        if (next instanceof ReleaseEvent.StageEnded ended) {
            switch (ended.stage().value()) {
                case "build" -> sink.log(ended.stage(), "build", "#" + step + " RUN pip install -r requirements.txt");
                case "test" ->
                    sink.log(
                            ended.stage(),
                            "test",
                            "polls/tests/test_votes.py::test_" + step + " \033[32mPASSED\033[0m");
                case "staging.deploy", "production.deploy" -> resources(ended.stage(), step);
                default -> sink.note(ended.stage(), "");
            }
        }
    }

    private void resources(StageId stage, int step) throws InterruptedException {
        sink.resource(stage, JournalBuilder.resource("Deployment", "polls", Math.min(3, step / 5), 3, ""));
        if (stage.equals(STAGING)) {
            sink.resource(stage, JournalBuilder.resource("Deployment", "polls-worker", 0, 1, "pulling image"));
            sink.resource(stage, JournalBuilder.resource("Job", "polls-migrate", 1, 1, ""));
        }
    }

    private static Cause crash() {
        return new Cause(
                CauseKind.CRASH_LOOP,
                "deployment/polls: container web of pod polls-7d9c5b-x2k4p ended 3 times with exit code 1",
                List.of(
                        new Evidence(
                                "pod polls-7d9c5b-x2k4p container web, last lines",
                                List.of(
                                        "Traceback (most recent call last):",
                                        "  File \"/app/manage.py\", line 22, in <module>",
                                        "    main()",
                                        "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be"
                                                + " empty.")),
                        new Evidence(
                                "events of pod polls-7d9c5b-x2k4p",
                                List.of("BackOff: restarting failed container web"))),
                Optional.of("set DJANGO_SECRET_KEY in the Secret polls of namespace polls"));
    }
}
