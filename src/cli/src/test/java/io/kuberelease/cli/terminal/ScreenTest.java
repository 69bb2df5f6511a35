package io.kuberelease.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.app.log.Line;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.StageId;
import io.kuberelease.testkit.JournalBuilder;
import io.kuberelease.view.Details;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final StageId DEPLOY = new StageId("staging.deploy");
    private static final Cause CRASH = new Cause(
            CauseKind.CRASH_LOOP,
            "container web of pod polls-7d9c ended 3 times with exit code 1",
            List.of(new Evidence(
                    "pod polls-7d9c container web, last lines",
                    List.of("Traceback (most recent call last):", "KeyError: 'SECRET_KEY'"))),
            java.util.Optional.of("set SECRET_KEY in the Secret polls of namespace polls"));

    @Test
    void aReleaseOnItsWayReadsAsTheDesignDrawsIt() {
        JournalBuilder journalBuilder =
                JournalBuilder.begins().bundled().deploying("staging", 4).after(4.4);
        Details details = Details.NONE.resource(DEPLOY, JournalBuilder.resource("Deployment", "polls", 2, 3, ""));

        String shown = text(Screen.of(journalBuilder.state(), details, 80, journalBuilder.now()));

        assertThat(shown).isEqualTo("""
            polls 1.4.0  main 3f2c1ab  →  staging, production
            ✔ datastores   postgres 15, redis 7                                        2.1 s
            ✔ build        sha256:99999999  6 of 7 steps reused  buildkit              3.4 s
            ✔ test         48 passed                                                   6.0 s
            ✔ bundle       sha256:77777777  chart polls 1.4.0                          0.5 s
            ▶ staging      deployment/polls 2 of 3 ready                               4.8 s
              production   needs approval by release-managers\
            """);
    }

    @Test
    void whatWasTestedBeforeSaysWhereAndIsQuietAboutIt() {
        JournalBuilder journalBuilder = JournalBuilder.testingOnce().testedBefore();

        List<String> shown = text(Screen.of(journalBuilder.state(), Details.NONE, 80, journalBuilder.now()))
                .lines()
                .toList();

        assertThat(shown.subList(1, 4))
                .containsExactly(
                        "↷ datastores   not needed                                                  1.8 s",
                        "✔ build        sha256:99999999  7 of 7 steps reused  buildkit              1.5 s",
                        "↷ test         48 passed, 1 skipped before  in release r0                  0.1 s");
    }

    @Test
    void whatWaitsForAPersonSaysForWhom() {
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .deployed("staging", 4)
                .compared("production", 2, false)
                .waits("production");

        List<Line> shown = Screen.of(journalBuilder.state(), Details.NONE, 80, journalBuilder.now());

        assertThat(shown.get(5).text()).startsWith("✔ staging      revision 4  verified");
        assertThat(shown.get(6).text()).isEqualTo("● production   waits for approval by release-managers");
    }

    @Test
    void aFailureTellsItsKindWhatWasSeenAndWhatToDo() {
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .after(5)
                .fails("staging.deploy", CRASH);
        journalBuilder.over(ReleaseResult.FAILED);

        String shown = text(Screen.of(journalBuilder.state(), Details.NONE, 70, journalBuilder.now()));

        assertThat(shown).endsWith("""
            ✖ staging      crash loop                                        5.4 s
                container web of pod polls-7d9c ended 3 times with exit code 1
                pod polls-7d9c container web, last lines:
                │ Traceback (most recent call last):
                │ KeyError: 'SECRET_KEY'
                Perhaps you should set SECRET_KEY in the Secret polls of namespace
                polls.
              production   not reached\
            """);
    }

    @Test
    void anEnvironmentInWhichNothingChangesSaysSo() {
        JournalBuilder journalBuilder = JournalBuilder.begins().bundled().compared("staging", 3, true);
        for (String stage : List.of("lock", "deploy", "verify")) {
            journalBuilder.starts("staging." + stage).ends("staging." + stage, new StageOutcome.Skipped("unchanged"));
        }
        journalBuilder.done("staging.record", "staging.unlock");

        List<Line> shown = Screen.of(journalBuilder.state(), Details.NONE, 80, journalBuilder.now());

        assertThat(shown.get(5).text()).startsWith("↷ staging      unchanged  revision 3 stays");
    }

    @Test
    void aTryThatTheWorldFoiledSaysWhyAndThatThereWillBeAnother() {
        Cause away = Cause.of(CauseKind.UNAVAILABLE, "push to registry.example failed: 503");
        JournalBuilder journalBuilder = JournalBuilder.begins().starts("build").after(1);
        journalBuilder.ends("build", new StageOutcome.Errored(away, Duration.ofSeconds(2)));

        String shown = text(Screen.of(journalBuilder.state(), Details.NONE, 80, journalBuilder.now()));

        assertThat(shown).contains("↻ build        not available  tries again");
        assertThat(shown).contains("push to registry.example failed: 503");
    }

    @Test
    void theLastLinesOfARunningTestAreShownAndCanDoNoHarm() {
        JournalBuilder journalBuilder =
                JournalBuilder.begins().starts("build").ends("build", new StageOutcome.Skipped("given"));
        journalBuilder.starts("test");
        StageId test = new StageId("test");
        Details details = Details.NONE
                .log(test, "first")
                .log(test, "second")
                .log(test, "\033[2J\033[1;1Hthird\007\033]0;title\007")
                .log(test, "10%\r50%\r100%\u202e done");

        List<Line> shown = Screen.of(journalBuilder.state(), details, 80, journalBuilder.now());

        assertThat(text(shown)).doesNotContain("first").contains("│ second", "│ third\n", "│ 100% done");
        assertThat(shown).allSatisfy(line -> assertThat(line.text()).doesNotContain("\033", "\007", "\u202e"));
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .after(5)
                .fails("staging.deploy", CRASH);

        for (int width = 20; width < 100; width++) {
            int columns = width;
            assertThat(Screen.of(journalBuilder.state(), Details.NONE, width, journalBuilder.now()))
                    .allSatisfy(line -> assertThat(line.width()).isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void aLowTerminalGivesUpDetailsBeforeGroups() {
        List<String> many =
                IntStream.range(0, 40).mapToObj(number -> "line " + number).toList();
        JournalBuilder journalBuilder = JournalBuilder.begins().bundled().deploying("staging", 4);
        journalBuilder.fails("staging.deploy", CRASH.seen(List.of(new Evidence("log", many))));

        List<Line> shown = screen(journalBuilder, Set.of()).fitting(10);

        assertThat(shown).hasSizeLessThanOrEqualTo(10);
        assertThat(text(shown)).contains("polls 1.4.0", "✔ test", "✖ staging", "production");
    }

    @Test
    void atMostThirtyLinesOfEvidenceAreShownTheLastOnes() {
        List<String> many =
                IntStream.range(0, 40).mapToObj(number -> "line " + number).toList();
        JournalBuilder journalBuilder = JournalBuilder.begins().bundled().deploying("staging", 4);
        journalBuilder.fails("staging.deploy", CRASH.seen(List.of(new Evidence("log", many))));

        String shown = text(screen(journalBuilder, Set.of()).lines());

        assertThat(shown).contains("… 10 lines before", "line 39").doesNotContain("line 9\n");
    }

    @Test
    void afterAPauseOnlyWhatIsNotSettledIsShownAgain() {
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .bundled()
                .deploying("staging", 4)
                .deployed("staging", 4)
                .compared("production", 2, false)
                .waits("production");

        List<Line> shown =
                screen(journalBuilder, Screen.settled(journalBuilder.state())).lines();

        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).text()).startsWith("● production");
    }

    private static Screen screen(JournalBuilder journalBuilder, Set<String> hidden) {
        return new Screen(journalBuilder.state(), Details.NONE, hidden, 80, Screen.ALL_DETAILS, journalBuilder.now());
    }

    private static String text(List<Line> lines) {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }
}
