package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EventSink;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Phase;
import io.kuberelease.view.ReleaseConclusion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** An image that has passed its tests is not tested again; whatever is in doubt is tested. */
class TestingOnceTest {
    private static final String WHY = "the image passed these tests in release r0: 48 passed";

    private final FakeWorld world = new FakeWorld();
    private final ReleasePlan plan = SamplePlan.testingOnce();
    private final Heard heard = new Heard();

    @Test
    void anImageWithoutAMarkIsTestedAndMarked() throws Exception {
        ReleaseState state = run(MemoryJournal.of(plan));

        assertThat(state.result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(world.changes()).containsSubsequence("build", "run test", "mark image", "bundle");
        assertThat(state.output(StageOutput.TestsPassed.class)).isPresent();
    }

    @Test
    void anImageThatHasPassedItsTestsIsNotTestedAgain() throws Exception {
        world.tested("r0", plan);

        ReleaseState state = run(MemoryJournal.of(plan));

        assertThat(state.result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(outcome(state, "test")).contains(new StageOutcome.Skipped(WHY));
        assertThat(state.stage(new StageId("test")).wasBegun()).isFalse();
        assertThat(world.changes())
                .contains("bundle", "tag 1.4.0", "deploy production")
                .doesNotContain("run test", "mark image");
        assertThat(world.count("remove datastores")).isEqualTo(1);
    }

    @Test
    void datastoresThatAreStillStartingAreToldToStopAndTidiedAway() throws Exception {
        world.tested("r0", plan);
        world.hold("datastores");

        ReleaseState state = run(MemoryJournal.of(plan));

        assertThat(state.result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(outcome(state, "datastores"))
                .contains(new StageOutcome.Skipped("the image has passed its tests before"));
        assertThat(world.changes()).contains("start datastores", "remove datastores", "deploy production");
    }

    @Test
    void datastoresThatCanNotBeStartedKeepNobodyFromReleasingATestedImage() throws Exception {
        world.tested("r0", plan);
        world.fault("datastores", () -> errored("no such cluster"));

        ReleaseState state = run(MemoryJournal.of(plan));

        assertThat(state.result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(outcome(state, "datastores")).containsInstanceOf(StageOutcome.Skipped.class);
    }

    @Test
    void redTestsLeaveNoMark() throws Exception {
        world.redden();

        assertThat(run(MemoryJournal.of(plan)).result()).contains(ReleaseResult.FAILED);

        assertThat(world.changes()).contains("run test").doesNotContain("mark image");
    }

    @Test
    void aMarkThatCanNotBeWrittenIsANoteAndNothingElse() throws Exception {
        world.fault("keep mark", () -> errored("could not push: the registry answered 503"));

        ReleaseState state = run(MemoryJournal.of(plan));

        assertThat(state.result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(state.stage(new StageId("test")).attempts()).isEqualTo(1);
        assertThat(heard.lines)
                .containsExactly("test: the tests will run again next time: could not push: the registry answered 503");
    }

    @Test
    void aRegistryThatDoesNotSayWhetherItWasTestedHasItTested() throws Exception {
        world.tested("r0", plan);
        world.fault("find mark", () -> errored("could not resolve: the registry answered 503"));

        ReleaseState state = run(MemoryJournal.of(plan));

        assertThat(state.result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(world.changes()).contains("run test");
        assertThat(heard.lines)
                .containsExactly("tested: whether the image was tested before is not known, so it is tested:"
                        + " could not resolve: the registry answered 503");
    }

    @Test
    void whoAsksForTheTestsEachTimeGetsThemAndLeavesNoMark() throws Exception {
        world.tested("r0", plan);

        run(MemoryJournal.of(SamplePlan.toProduction()));

        assertThat(world.changes()).contains("run test").doesNotContain("mark image");
    }

    @Test
    void anAbortEndsTheReleaseThoughNothingIsLeftToTest() throws Exception {
        world.tested("r0", plan);
        world.hold("datastores");

        try (RunHarness harness = new RunHarness(MemoryJournal.of(plan), world, WaitMode.STAYS)) {
            RunResult runResult = harness.go(run -> run.abort("tester"));

            assertThat(runResult.state().result()).contains(ReleaseResult.ABORTED);
        }
        assertThat(world.count("start datastores")).isEqualTo(world.count("remove datastores"));
        assertThat(world.changes()).doesNotContain("bundle");
    }

    @Test
    void aReleaseSaysWhatItDidNotTestAndWhy() {
        ReleaseState state = JournalBuilder.testingOnce()
                .testedBefore()
                .over(ReleaseResult.SUCCEEDED)
                .state();

        List<GroupView> groups = GroupView.all(state);

        assertThat(groups)
                .filteredOn(view -> List.of("datastores", "test").contains(view.name()))
                .allSatisfy(view -> assertThat(view.phase()).isEqualTo(Phase.UNCHANGED))
                .extracting(view -> String.join(", ", view.facts()))
                .containsExactly("not needed", "48 passed, 1 skipped before, in release r0");
        assertThat(ReleaseConclusion.of(state, Instant.now()).orElseThrow().remarks())
                .contains("Not tested again: the image passed these tests in release r0.")
                .noneMatch(remark -> remark.startsWith("Left alone"));
    }

    private ReleaseState run(MemoryJournal journal) throws Exception {
        try (RunHarness harness = new RunHarness(journal, world, WaitMode.LEAVES, heard)) {
            return harness.go().state();
        }
    }

    private static Optional<StageOutcome> outcome(ReleaseState state, String stage) {
        return state.stage(new StageId(stage)).outcome();
    }

    private static ReleaseException errored(String why) {
        return new ReleaseException.Errored(Cause.of(CauseKind.UNAVAILABLE, why), Duration.ofMinutes(1));
    }

    /** Who hears what stages tell beside the journal. */
    private static final class Heard implements EventSink {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "heard";
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            return Map.of();
        }

        @Override
        public void log(StageId stage, String source, String line) {
            lines.add(stage + ": " + line);
        }
    }
}
