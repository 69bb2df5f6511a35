package io.kuberelease.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.testkit.SamplePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample plan's clusters are in nobody's kubeconfig, so that each environment says why it can't be told. */
class StatusCommandTest {
    private static final Instant BEGUN = Terminal.NOW.minus(Duration.ofDays(2));

    @TempDir
    Path home;

    private Terminal terminal;

    @BeforeEach
    void openATerminal() {
        terminal = new Terminal(home, home);
    }

    @Test
    void aReleaseThatIsOverIsToldWithItsResultAndItsOwnTime() {
        try (FileJournal journal = journal(SamplePlan.toProduction())) {
            journal.append(entry(1, 42, new ReleaseEvent.Ended(ReleaseResult.SUCCEEDED)));
        }

        assertThat(terminal.run("status", "--app", "polls")).isZero();

        assertThat(terminal.output())
                .contains("✔ polls 1.4.0 is in staging and production after 42.0 s")
                .contains("r1, begun 19 Nov 2026 12:00 UTC by tester");
    }

    @Test
    void oneThatWaitsSaysHowToGoOn() {
        try (FileJournal journal = journal(SamplePlan.withApproval())) {
            StageId approval = new StageId("production.approval");
            Instant until = Terminal.NOW.plus(Duration.ofHours(1));
            journal.append(entry(1, 5, new ReleaseEvent.StageStarted(approval, 1)));
            journal.append(
                    entry(2, 5, new ReleaseEvent.StageEnded(approval, 1, new StageOutcome.Waiting(until, "approval"))));
        }

        terminal.run("status", "--app", "polls");

        assertThat(terminal.output()).contains("● polls 1.4.0", "kube-release approve r1");
    }

    @Test
    void oneWhoseProcessIsGoneSaysHowToResumeAndOneThatIsCarriedOnDoesNot() {
        try (FileJournal journal = journal(SamplePlan.toProduction())) {
            journal.append(entry(1, 5, new ReleaseEvent.StageStarted(new StageId("build"), 1)));
            terminal.run("status", "--app", "polls");
            assertThat(terminal.output()).contains("polls 1.4.0 is under way").doesNotContain("resume");
        }

        terminal.run("status", "--app", "polls");

        assertThat(terminal.output()).contains("polls 1.4.0 was interrupted", "kube-release resume r1");
    }

    @Test
    void anEnvironmentThatCanNotBeAskedSaysWhyAndTheRestIsTold() {
        journal(SamplePlan.toProduction()).close();

        assertThat(terminal.run("status", "--app", "polls")).isZero();

        assertThat(terminal.output()).contains("staging", "no context staging in ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}\n", "no json\n", "\n", "{\"v\":1,\"n\":0,\"at\":\"yesterday\",\"event\":{}}\n"})
    void aReleaseWhoseJournalIsBrokenIsNamedAndHidesNoOther(String broken) throws IOException {
        journal(SamplePlan.toProduction()).close();
        Path other = Files.createDirectories(home.resolve(".local/state/kube-release/polls/r0"));
        Files.writeString(other.resolve(FileJournal.FILE), broken);

        assertThat(terminal.run("status", "--app", "polls")).isZero();

        assertThat(terminal.output()).contains("polls 1.4.0");
        assertThat(terminal.complaint())
                .contains("release r0 can't be told: its journal " + other.resolve(FileJournal.FILE) + " is broken");
    }

    /** A process was ended before it had written the plan: nothing was done. */
    @Test
    void aReleaseThatHasNotBegunHidesNoOther() throws IOException {
        journal(SamplePlan.toProduction()).close();
        Path other = Files.createDirectories(home.resolve(".local/state/kube-release/polls/r0"));
        Files.createFile(other.resolve(FileJournal.FILE));

        assertThat(terminal.run("status", "--app", "polls")).isZero();

        assertThat(terminal.output()).contains("polls 1.4.0");
    }

    @Test
    void anAppWithoutReleasesIsToldSo() {
        assertThat(terminal.run("status", "--app", "nothing")).isZero();

        assertThat(terminal.output()).contains("No release of nothing is known.");
    }

    private FileJournal journal(ReleasePlan plan) {
        Path directory = home.resolve(".local/state/kube-release/polls")
                .resolve(plan.release().value());
        FileJournal journal = FileJournal.open(directory, new JournalCodec());
        journal.append(entry(0, 0, new ReleaseEvent.Planned(plan)));
        return journal;
    }

    private static JournalEntry entry(long number, long seconds, ReleaseEvent event) {
        return new JournalEntry(number, BEGUN.plusSeconds(seconds), event);
    }
}
