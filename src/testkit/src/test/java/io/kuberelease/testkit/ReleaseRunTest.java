package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.StageId;
import io.kuberelease.port.EventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReleaseRunTest {
    private final FakeWorld world = new FakeWorld();
    private final MemoryJournal journal = MemoryJournal.of(SamplePlan.toProduction());

    @Test
    void takesAReleaseThroughStagingToProduction() throws Exception {
        RunResult runResult = run(journal);

        assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(world.changes())
                .containsSubsequence("build", "run test", "bundle", "tag 1.4.0", "deploy staging", "deploy production");
        assertThat(world.changes()).containsOnlyOnce("remove datastores");
        assertThat(world.environments().unlocked()).isTrue();
        assertThat(world.environments().written())
                .extracting("result")
                .containsExactly(Result.DEPLOYED, Result.DEPLOYED);
    }

    @Test
    void theEndOfAStageAndTheBeginningOfTheNextAreWrittenAtOnce() throws Exception {
        run(journal);

        List<List<String>> writes = journal.writes().stream()
                .map(write -> write.stream().map(ReleaseRunTest::words).toList())
                .toList();
        assertThat(writes).contains(List.of("staging.deploy ended", "staging.verify started"));
        // Which of the last two stages ends last is open: staging is unlocked beside production's rollout.
        assertThat(writes.get(writes.size() - 1)).hasSize(2).endsWith("over");
    }

    @Test
    void redTestsStopTheReleaseBeforeBundleAndTags() throws Exception {
        world.fault("test", () -> failed(CauseKind.TESTS_FAILED));

        RunResult runResult = run(journal);

        assertThat(runResult.state().result()).contains(ReleaseResult.FAILED);
        assertThat(world.changes())
                .doesNotContain("bundle", "tag 1.4.0", "deploy staging")
                .contains("remove datastores");
    }

    @Test
    void aRolloutThatFailsIsRecordedAndMarkedAndGoesNoFurther() throws Exception {
        world.fault("track staging", () -> failed(CauseKind.CRASH_LOOP));

        RunResult runResult = run(journal);

        assertThat(runResult.state().result()).contains(ReleaseResult.FAILED);
        assertThat(runResult.state().stage(new StageId("staging.deploy")).left(StageOutput.NotReady.class))
                .hasValueSatisfying(left -> assertThat(left.resources())
                        .isNotEmpty()
                        .allSatisfy(status -> assertThat(status.ready()).isFalse()));
        assertThat(world.changes()).contains("mark failed staging").doesNotContain("deploy production");
        assertThat(world.environments().written()).extracting("result").containsExactly(Result.FAILED);
        assertThat(world.environments().unlocked()).isTrue();
    }

    @Test
    void whatTheWorldFoiledIsTriedAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        world.fault("tag", () -> tries.incrementAndGet() == 1 ? errored() : null);

        RunResult runResult = run(journal);

        assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(runResult.state().stage(new StageId("publish")).attempts()).isEqualTo(2);
    }

    @Test
    void anUnattendedRunLeavesWhenItWaitsForAPersonAndGoesOnOnceTheyApproved() throws Exception {
        MemoryJournal waiting = MemoryJournal.of(SamplePlan.withApproval());
        RunResult first = run(waiting);
        assertThat(first).isInstanceOf(RunResult.NeedsPerson.class);
        assertThat(world.changes()).contains("deploy staging").doesNotContain("deploy production");

        RunResult second = decide(waiting, Decisions.approval(first.state(), true));

        assertThat(second.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(world.count("deploy staging")).isEqualTo(1);
        assertThat(world.count("deploy production")).isEqualTo(1);
    }

    @Test
    void aRejectionEndsTheRelease() throws Exception {
        MemoryJournal waiting = MemoryJournal.of(SamplePlan.withApproval());
        RunResult first = run(waiting);

        RunResult second = decide(waiting, Decisions.approval(first.state(), false));

        assertThat(second.state().result()).contains(ReleaseResult.FAILED);
        assertThat(world.changes()).doesNotContain("deploy production");
    }

    @Test
    void aRollbackDeploysTheBundleThatIsThereAndBuildsNothing() throws Exception {
        ImageReference bundle = run(journal).state().bundle().orElseThrow();
        world.released("r9", "production", Instant.now());
        MemoryJournal back = MemoryJournal.of(SamplePlan.rollback(bundle));

        RunResult runResult = decide(back, Decisions.approval(run(back).state(), true));

        assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(world.count("build")).isEqualTo(1);
        assertThat(world.count("bundle")).isEqualTo(1);
        EnvironmentRecord record = world.environments().written().get(3);
        assertThat(record.bundle()).isEqualTo(bundle);
        assertThat(record.circumstances().kind()).isEqualTo(ReleaseKind.ROLLBACK);
        assertThat(record.circumstances().approvedBy()).contains("tester");
    }

    @Test
    void anApprovalOfAnotherBundleIsNoApproval() throws Exception {
        MemoryJournal waiting = MemoryJournal.of(SamplePlan.withApproval());
        Approval right = Decisions.approval(run(waiting).state(), true);
        ImageReference other = ImageReference.parse("registry.example/acme/polls@sha256:" + "9".repeat(64));
        Approval wrong = new Approval(
                true,
                right.by(),
                right.at(),
                right.comment(),
                other,
                right.environment(),
                right.revision(),
                right.diff());

        RunResult second = decide(waiting, wrong);

        assertThat(second).isInstanceOf(RunResult.NeedsPerson.class);
        assertThat(world.changes()).doesNotContain("deploy production");
    }

    @Test
    void anAbortStopsTheReleaseAndTidiesUp() throws Exception {
        MemoryJournal waiting = MemoryJournal.of(SamplePlan.withApproval());
        RunResult first = run(waiting);
        assertThat(first).isInstanceOf(RunResult.NeedsPerson.class);

        try (RunHarness harness = new RunHarness(waiting, world, WaitMode.STAYS)) {
            RunResult runResult = harness.go(run -> run.abort("tester"));

            assertThat(runResult.state().result()).contains(ReleaseResult.ABORTED);
        }
        assertThat(world.changes()).contains("remove datastores").doesNotContain("deploy production");
    }

    /** Java's name for it is nobody's concern. */
    @Test
    void workThatWasInterruptedIsToldInWords() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        world.fault(
                "tag",
                () -> tries.incrementAndGet() == 1
                        ? new IllegalStateException("the wait", new InterruptedException())
                        : null);

        assertThat(run(journal).state().result()).contains(ReleaseResult.SUCCEEDED);

        assertThat(journal.entries())
                .filteredOn(entry -> entry.event() instanceof ReleaseEvent.StageEnded ended
                        && ended.outcome() instanceof StageOutcome.Errored)
                .singleElement()
                .satisfies(entry -> assertThat(entry.event().toString())
                        .contains("it was stopped in the middle of its work")
                        .doesNotContain("Interrupted"));
    }

    @Test
    void aSinkThatThrowsIsALineInTheJournalAndNothingElse() throws Exception {
        try (RunHarness harness = new RunHarness(journal, world, WaitMode.LEAVES, new Broken())) {
            assertThat(harness.go().state().result()).contains(ReleaseResult.SUCCEEDED);
        }

        assertThat(journal.entries())
                .extracting(JournalEntry::event)
                .filteredOn(ReleaseEvent.SinkTroubled.class::isInstance)
                .containsExactly(new ReleaseEvent.SinkTroubled("broken", "no route to Slack"));
    }

    @Test
    void aSinkThatHangsDoesNotDelayTheRelease() throws Exception {
        try (RunHarness harness = new RunHarness(journal, world, WaitMode.LEAVES, new Hanging())) {
            assertThat(harness.go().state().result()).contains(ReleaseResult.SUCCEEDED);
        }
    }

    private RunResult run(Journal from) throws Exception {
        try (RunHarness harness = new RunHarness(from, world, WaitMode.LEAVES)) {
            return harness.go();
        }
    }

    private RunResult decide(MemoryJournal from, Approval approval) throws Exception {
        MemoryJournal inAnotherProcess = from.surviving();
        Decisions.proven(world, ReleaseState.of(from.entries()), new StageId("production.approval"), approval);
        inAnotherProcess.append(new JournalEntry(
                ReleaseState.of(from.entries()).entries(),
                Instant.now(),
                new ReleaseEvent.Decided(new StageId("production.approval"), approval)));
        return run(inAnotherProcess);
    }

    private static String words(JournalEntry entry) {
        if (entry.event() instanceof ReleaseEvent.StageStarted started) {
            return started.stage() + " started";
        }
        if (entry.event() instanceof ReleaseEvent.StageEnded ended) {
            return ended.stage() + " ended";
        }
        return entry.event() instanceof ReleaseEvent.Ended
                ? "over"
                : entry.event().toString();
    }

    @Test
    void anErrorOfTheProgramEndsTheRunInsteadOfLeavingItForEver() {
        Journal incomplete = new Journal() {
            @Override
            public List<JournalEntry> entries() {
                return journal.entries();
            }

            @Override
            public void append(List<JournalEntry> news) {
                throw new NoClassDefFoundError("org/example/Gone");
            }

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> run(incomplete)).hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    private static ReleaseException failed(CauseKind kind) {
        return new ReleaseException.Failed(Cause.of(kind, "it is wrong"));
    }

    private static ReleaseException errored() {
        return new ReleaseException.Errored(Cause.of(CauseKind.UNAVAILABLE, "registry answered 503"), Duration.ZERO);
    }

    private static final class Broken implements EventSink {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            throw new IllegalStateException("no route to Slack");
        }
    }

    private static final class Hanging implements EventSink {
        @Override
        public String name() {
            return "hanging";
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) throws InterruptedException {
            new java.util.concurrent.CountDownLatch(1).await();
            return Map.of();
        }
    }
}
