package io.kuberelease.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.StageId;
import io.kuberelease.testkit.JournalBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainLogTest {
    private static final Cause AWAY = Cause.of(
                    CauseKind.UNAVAILABLE, "the agent could not build: \u001b[31mthe channel is closed")
            .suggesting("look at the agent's page");

    private static final String ADVICE = "[kube-release]     Perhaps you should look at the agent's page.";

    private PlainLog.Host host =
            new PlainLog.Host("console", "[kube-release] ", false, "build again to release this, or roll back");
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void eachFoiledTryIsToldAtOnceWithTheTimeOfTheNextAndItsAdviceOnce() {
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .starts("datastores")
                .foiled("build", 1, AWAY)
                .after(1);
        List<String> first = told(journalBuilder);

        List<String> second = told(journalBuilder.foiled("build", 2, AWAY));

        assertThat(first)
                .containsOnlyOnce(
                        "[kube-release] ↻ build: try 1 failed: the agent could not build: the channel is closed;"
                                + " tried again in 1 s",
                        ADVICE);
        assertThat(second).containsOnlyOnce(ADVICE).anyMatch(line -> line.contains("build: try 1 failed"));
        assertThat(second).last().asString().contains("build: try 2 failed").endsWith("tried again in 2 s");
    }

    @Test
    void theTerminalAndJenkinsConsoleReadTheSame() {
        JournalBuilder journalBuilder = JournalBuilder.begins().starts("build").fails("build", AWAY);
        List<String> console = told(journalBuilder);

        host = PlainLog.Host.TERMINAL;

        assertThat(console).isNotEmpty().allMatch(line -> line.startsWith("[kube-release]"));
        assertThat(told(journalBuilder))
                .isEqualTo(console.stream()
                        .map(line -> line.replaceFirst("^\\[kube-release\\] ?", ""))
                        .toList());
    }

    /** Slack may be told of the end only after it. */
    @Test
    void whatASinkSaysAfterTheEndBeginsNothingAnew() {
        JournalBuilder journalBuilder =
                JournalBuilder.begins().starts("build").fails("build", AWAY).over(ReleaseResult.FAILED);
        List<String> end = told(journalBuilder);
        List<JournalEntry> entries = new ArrayList<>(
                journalBuilder.notes("slack", Map.of("told.end", "yes")).entries());
        entries.add(new JournalEntry(
                entries.size(),
                journalBuilder.now(),
                new ReleaseEvent.SinkTroubled("webhook", "it answered HTTP 500")));

        List<String> after = told(entries, journalBuilder);

        assertThat(after.subList(0, end.size())).isEqualTo(end);
        assertThat(after.subList(end.size(), after.size()))
                .containsExactly("[kube-release] ! webhook: it answered HTTP 500");
    }

    @Test
    void onlyWhoeverGoesOnWithCommandsIsToldOne() {
        JournalBuilder journalBuilder = JournalBuilder.begins().starts("build").fails("build", AWAY);
        List<JournalEntry> entries = new ArrayList<>(journalBuilder.entries());
        entries.add(
                new JournalEntry(entries.size(), journalBuilder.now(), new ReleaseEvent.Ended(ReleaseResult.FAILED)));

        assertThat(told(entries, journalBuilder)).noneMatch(line -> line.contains("kube-release run"));
        host = PlainLog.Host.TERMINAL;
        assertThat(told(entries, journalBuilder)).anyMatch(line -> line.contains("kube-release run"));
    }

    @Test
    void whatIsNotTriedAgainIsNotAnnounced() {
        JournalBuilder late =
                JournalBuilder.begins().starts("build").after(100_000).foiled("build", 2, AWAY);

        assertThat(told(late)).noneMatch(line -> line.contains("tried again"));
    }

    @Test
    void theLastLinesOfAnAbortedReleaseSayWhoAbortedItAndWhatStandsWhere() {
        JournalBuilder journalBuilder = JournalBuilder.begins().deploying("staging", 7);
        List<JournalEntry> entries = new ArrayList<>(journalBuilder.entries());
        entries.add(new JournalEntry(entries.size(), journalBuilder.now(), new ReleaseEvent.AbortRequested("mia")));
        entries.add(new JournalEntry(
                entries.size(),
                journalBuilder.now(),
                new ReleaseEvent.StageEnded(
                        new StageId("staging.deploy"),
                        1,
                        new StageOutcome.Aborted("revision 8, which this release made, is deployed, and stays"))));
        entries.add(
                new JournalEntry(entries.size(), journalBuilder.now(), new ReleaseEvent.Ended(ReleaseResult.ABORTED)));

        List<String> told = told(entries, journalBuilder);

        assertThat(told.subList(told.size() - 4, told.size()))
                .anyMatch(line -> line.contains("was stopped by mia"))
                .contains("[kube-release]   staging: revision 8, which this release made, is deployed, and stays")
                .last()
                .asString()
                .contains("build again to release this, or roll back");
    }

    /** What a program printed, or a branch is called, may neither move the cursor nor look like a line of ours. */
    @Test
    void whatOthersWroteIsPrintedHarmlessly() {
        Cause hostile = Cause.of(CauseKind.BUILD_FAILED, "exit 1\n[kube-release] ✔ build  done\u001b[2J\u202egnp")
                .suggesting("look\u001b]0;title\u0007 at it");

        List<String> told = told(JournalBuilder.begins().starts("build").fails("build", hostile));

        assertThat(told)
                .contains("[kube-release]     exit 1 [kube-release] ✔ build  donegnp")
                .contains("[kube-release]     Perhaps you should look at it.");
        assertThat(String.join("", told)).doesNotContain("\u001b").doesNotContain("\u202e");
    }

    private List<String> told(JournalBuilder journalBuilder) {
        return told(journalBuilder.entries(), journalBuilder);
    }

    private List<String> told(List<JournalEntry> entries, JournalBuilder journalBuilder) {
        written.reset();
        PlainLog log = new PlainLog(host, new PrintStream(written, true, StandardCharsets.UTF_8), journalBuilder::now);
        ReleaseState state = ReleaseState.of(entries.subList(0, 1));
        for (JournalEntry entry : entries.subList(1, entries.size())) {
            state = state.after(entry);
            log.event(entry, state);
        }
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
