package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.api.ReleaseData;
import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.view.Details;
import io.kuberelease.view.GroupView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time in which nobody carried a release on is not held against what was under way. */
class TakenUpTest {
    private static final Duration NIGHT = Duration.ofHours(9);
    private static final StageId BUILD = new StageId("build");

    @Test
    void aRolloutThatWasUnderWayIsGivenItsTimeAgain() throws Exception {
        FakeWorld world = new FakeWorld();
        MemoryJournal killed = MemoryJournal.of(SamplePlan.toProduction()).dyingAt(endOfRollout());
        try (RunHarness evening = new RunHarness(killed, world, WaitMode.LEAVES)) {
            assertThatThrownBy(evening::go).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        }
        Instant now = Instant.now().plus(NIGHT);

        try (RunHarness morning = new RunHarness(killed.surviving(), world, WaitMode.LEAVES, () -> now)) {
            RunResult runResult = morning.told(run -> run.resumedBy("Jenkins")).go();

            assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
            assertThat(took(runResult.state(), "staging", now)).isLessThan(NIGHT.dividedBy(2));
            assertThat(world.environments().written().get(0).circumstances().took())
                    .hasValueSatisfying(took -> assertThat(took).isLessThan(NIGHT.dividedBy(2)));
        }
        assertThat(world.readyBy("staging"))
                .hasValueSatisfying(until -> assertThat(until).isAfter(now));
    }

    /** What people write while nobody carries it on is no sign that somebody does. */
    @Test
    void aStageTookNoTimeInWhichNobodyCarriedItOn() {
        JournalBuilder journalBuilder = JournalBuilder.begins().starts("build").after(60);
        List<JournalEntry> entries = new ArrayList<>(
                journalBuilder.ends("chart", new StageOutput.Done()).entries());
        Instant killed = journalBuilder.now();
        add(entries, killed.plus(NIGHT.dividedBy(2)), new ReleaseEvent.AbortRequested("ada"));
        Instant morning = killed.plus(NIGHT);
        add(entries, morning, new ReleaseEvent.Resumed("Jenkins"));
        ReleaseState resumed = ReleaseState.of(entries);

        assertThat(took(resumed, "build", morning.plusSeconds(5))).isEqualTo(Duration.ofSeconds(65));
        assertThat(ReleaseData.of(entries, Details.NONE).resumed())
                .extracting(ReleaseData.ResumedData::silentSince)
                .containsExactly(killed);
        add(
                entries,
                morning.plusSeconds(30),
                new ReleaseEvent.StageEnded(BUILD, 1, new StageOutcome.Aborted("stopped")));
        assertThat(took(ReleaseState.of(entries), "build", morning.plus(NIGHT))).isEqualTo(Duration.ofSeconds(90));
    }

    private static void add(List<JournalEntry> entries, Instant at, ReleaseEvent event) {
        entries.add(new JournalEntry(entries.size(), at, event));
    }

    private static Duration took(ReleaseState state, String group, Instant now) {
        return GroupView.all(state).stream()
                .filter(view -> view.name().equals(group))
                .findFirst()
                .flatMap(view -> view.took(now))
                .orElseThrow();
    }

    @Test
    void whatAKilledProcessHadDeployedIsToldWhenTheReleaseIsStopped() throws Exception {
        FakeWorld world = new FakeWorld();
        MemoryJournal killed = MemoryJournal.of(SamplePlan.toProduction()).dyingAt(endOfRollout());
        try (RunHarness process = new RunHarness(killed, world, WaitMode.LEAVES)) {
            assertThatThrownBy(process::go).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        }
        world.fault("deploy staging", () -> new ReleaseException.Aborted("stopped before deploying polls"));

        try (RunHarness next = new RunHarness(killed.surviving(), world, WaitMode.LEAVES)) {
            StageState deploy = next.told(run -> run.abort("ada")).go().state().stage(new StageId("staging.deploy"));

            assertThat(deploy.outcome()).get().isInstanceOfSatisfying(StageOutcome.Aborted.class, aborted -> assertThat(
                            aborted.left())
                    .startsWith("stopped before deploying polls; revision 1, which this release made, is deployed"));
            assertThat(deploy.left(StageOutput.NotReady.class))
                    .hasValueSatisfying(seen -> assertThat(seen.resources()).hasSize(1));
        }
    }

    @Test
    void thatNothingWasChangedIsToldOnlyWhereItIsSo() throws Exception {
        FakeWorld world = new FakeWorld();
        world.fault("deploy staging", () -> new ReleaseException.Aborted("stopped before deploying polls"));

        try (RunHarness process = new RunHarness(MemoryJournal.of(SamplePlan.toProduction()), world, WaitMode.LEAVES)) {
            assertThat(process.go().state().stage(new StageId("staging.deploy")).outcome())
                    .contains(new StageOutcome.Aborted("stopped before deploying polls; nothing was deployed"));
        }
    }

    /** Its environment is being tidied up already, and may be brought back: it must not be begun again beside that. */
    @Test
    void whatHadNoTimeLeftIsLostForGood() {
        StageId deploy = new StageId("staging.deploy");
        JournalBuilder journalBuilder =
                JournalBuilder.begins().bundled().starts("staging.deploy").after(NIGHT.toMinutes() * 60.0);
        List<JournalEntry> entries = journalBuilder
                .ends(
                        "staging.deploy",
                        new StageOutcome.Errored(
                                Cause.of(CauseKind.UNAVAILABLE, "the registry does not answer"), Duration.ZERO))
                .starts("staging.record")
                .entries();
        ReleaseState before = ReleaseState.of(entries);
        assertThat(before.stage(deploy).hasTimeToRetry()).isFalse();

        ReleaseState state =
                before.after(new JournalEntry(entries.size(), journalBuilder.now(), new ReleaseEvent.Resumed("ada")));

        assertThat(state.stage(deploy).hasTimeToRetry()).isFalse();
        assertThat(state.stage(new StageId("staging.record")).dueAt().orElseThrow())
                .isAfter(journalBuilder.now());
    }

    /** The number of the entry that ends it, in a release that nothing happens to. */
    private static long endOfRollout() throws Exception {
        MemoryJournal whole = MemoryJournal.of(SamplePlan.toProduction());
        try (RunHarness process = new RunHarness(whole, new FakeWorld(), WaitMode.LEAVES)) {
            process.go();
        }
        return whole.entries().stream()
                .filter(entry -> entry.event() instanceof ReleaseEvent.StageEnded ended
                        && ended.stage().value().equals("staging.deploy"))
                .findFirst()
                .orElseThrow()
                .number();
    }

    @Test
    void whatWasUnderWayIsGivenItsTimeAgainAndAPersonIsWaitedForNoLonger() {
        Cause away = Cause.of(CauseKind.UNAVAILABLE, "the registry does not answer");
        JournalBuilder journalBuilder = JournalBuilder.begins()
                .bundled()
                .foiled("staging.compare", 1, away)
                .starts("staging.deploy")
                .waits("production")
                .after(NIGHT.toMinutes() * 60.0);
        List<JournalEntry> entries = journalBuilder.entries();

        ReleaseState state = ReleaseState.of(entries)
                .after(new JournalEntry(entries.size(), journalBuilder.now(), new ReleaseEvent.Resumed("ada")));

        assertThat(List.of("staging.compare", "staging.deploy")).allSatisfy(stage -> assertThat(
                        state.stage(new StageId(stage)).dueAt().orElseThrow())
                .isAfter(journalBuilder.now()));
        assertThat(state.stage(new StageId("production.approval")).dueAt())
                .isEqualTo(ReleaseState.of(entries)
                        .stage(new StageId("production.approval"))
                        .dueAt());
    }
}
