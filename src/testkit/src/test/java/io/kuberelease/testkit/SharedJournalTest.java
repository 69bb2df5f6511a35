package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.engine.JournalLocator;
import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.SharedJournal;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ApprovalRule;
import io.kuberelease.plan.AwaitedApproval;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several machines and one release. */
class SharedJournalTest {
    private static final ReleaseId R1 = new ReleaseId("r1");
    private static final StageId APPROVAL = new StageId("production.approval");

    private final FakeWorld world = new FakeWorld();
    private final ReleasePlan plan = SamplePlan.withApproval();
    private final EnvironmentSpec staging = Machine.environments(plan).get(0);
    private final EnvironmentSpec production = Machine.environments(plan).get(1);
    private final Machine first = new Machine("a", world).with(plan);
    private final Machine second = new Machine("b", world);

    @Test
    void theJournalIsInTheClusterOfTheEnvironmentThatIsTouchedLast() throws Exception {
        untilApproval(first);

        assertThat(last(world.journals().entries(staging, R1)))
                .isEqualTo(new ReleaseEvent.JournalMoved(production.name()));
        assertThat(world.journals().entries(production, R1))
                .isEqualTo(first.disk().entries());
    }

    @Test
    void nothingIsInAClusterBeforeItsEnvironmentIsTouched() throws Exception {
        world.fault("test", () -> new ReleaseException.Failed(Cause.of(CauseKind.TESTS_FAILED, "red")));

        run(first);

        assertThat(world.journals().releases(staging)).isEmpty();
    }

    @Test
    void aReleaseThatWaitsGoesOnOnAnotherMachineOnceSomebodyHasApproved() throws Exception {
        ReleaseState waiting = untilApproval(first).state();

        try (SharedJournal journal = second.open(plan);
                RunHarness process = new RunHarness(journal, world, WaitMode.LEAVES)) {
            RunResult runResult = process.told(run -> run.decide(APPROVAL, Approvals.of(waiting, "production", true)))
                    .go();

            assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
        }
        assertThat(world.count("build")).isEqualTo(1);
        assertThat(world.count("deploy staging")).isEqualTo(1);
        assertThat(world.count("deploy production")).isEqualTo(1);
    }

    @Test
    void oneThatStaysHearsOfADecisionThatAnotherMachineWrote() throws Exception {
        try (SharedJournal journal = first.open(plan);
                RunHarness process = new RunHarness(journal, world, WaitMode.STAYS)) {
            CompletableFuture<Void> decided = decideOnceItWaits();

            assertThat(process.go().state().result()).contains(ReleaseResult.SUCCEEDED);
            decided.get(30, TimeUnit.SECONDS);
        }
        assertThat(first.disk().entries()).isEqualTo(world.journals().entries(production, R1));
    }

    @Test
    void aDecisionThatSomebodyHasWrittenUnderAnotherNameDoesNotCountAndThatIsSaid() throws Exception {
        ReleaseState waiting = untilApproval(first).state();
        write(waiting, new ReleaseEvent.Decided(APPROVAL, Approvals.of(waiting, "production", true)));

        RunResult runResult = untilApproval(first.rebooted());

        assertThat(runResult.state().stage(APPROVAL).outcome())
                .containsInstanceOf(StageOutcome.Waiting.class)
                .get()
                .asString()
                .contains("not counted: nothing proves that it was tester");
        assertThat(world.count("deploy production")).isZero();
    }

    @Test
    void norDoesAnApprovalThatSomebodyHasWrittenAsIfItHadBeenLookedAt() throws Exception {
        ReleaseState waiting = untilApproval(first).state();
        write(
                waiting,
                new ReleaseEvent.StageEnded(
                        APPROVAL,
                        1,
                        new StageOutcome.Succeeded(
                                new StageOutput.Approved(Approvals.of(waiting, "production", true)))));

        RunResult runResult = untilApproval(first.rebooted());

        assertThat(runResult.state().stage(APPROVAL).isWaiting()).isTrue();
        assertThat(world.count("deploy production")).isZero();
    }

    @Test
    void whatWasProvenIsAskedAgainOnAnotherMachineOnceTheProofIsGone() throws Exception {
        ReleaseState waiting = untilApproval(first).state();
        Approval approval = Approvals.of(waiting, "production", true);
        write(waiting, new ReleaseEvent.Decided(APPROVAL, approval));
        world.approvals().prove(new AwaitedApproval(R1, APPROVAL, production, rule()), approval);
        world.approvals().forget();

        assertThat(untilApproval(second).state().stage(APPROVAL).isWaiting()).isTrue();
    }

    private void write(ReleaseState seen, ReleaseEvent event) {
        world.journals().append(production, R1, List.of(new JournalEntry(seen.entries(), Instant.now(), event)));
    }

    private ApprovalRule rule() {
        return ((StageTask.AwaitApproval) plan.stage(APPROVAL).task()).rule();
    }

    @Test
    void aReleaseThatIsCarriedOnElsewhereIsLeftToThatMachine() throws Exception {
        try (SharedJournal held = first.open(plan);
                RunHarness process = new RunHarness(held, world, WaitMode.LEAVES)) {
            process.go();

            assertThatThrownBy(() -> second.open(plan)).hasMessageContaining("carried on by on a");
        }
    }

    @Test
    void aProcessThatWasTakenForDeadAndComesBackDoesNothingMore() throws Exception {
        try (SharedJournal paused = first.open(plan);
                RunHarness late = new RunHarness(paused, world, WaitMode.LEAVES)) {
            ReleaseState waiting = late.go().state();
            world.journals().gone("a");
            try (SharedJournal journal = second.open(plan);
                    RunHarness process = new RunHarness(journal, world, WaitMode.LEAVES)) {
                process.told(run -> run.resumedBy("bob")).go();

                late.told(run -> run.decide(APPROVAL, Approvals.of(waiting, "production", true)));

                assertThatThrownBy(late::go).hasMessageContaining("was taken over by bob");
            }
        }
        assertThat(world.count("deploy production")).isZero();
    }

    @Test
    void aClusterThatDoesNotAnswerIsWaitedForAndNothingIsLost() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        world.fault("write journal staging", () -> writes.incrementAndGet() == 4 ? away() : null);

        assertThat(run(first).state().result()).contains(ReleaseResult.SUCCEEDED);

        assertNothingWasDoneTwice();
    }

    /** Else its lock would keep others out of an environment that is done. */
    @Test
    void aNextClusterThatDoesNotAnswerHoldsUpNothingInTheOneBefore() throws Exception {
        AtomicBoolean stagingIsDone = new AtomicBoolean();
        world.fault("write journal production", () -> {
            stagingIsDone.compareAndSet(false, world.environments().unlocked());
            return stagingIsDone.get() ? null : away();
        });

        assertThat(run(first).state().result()).contains(ReleaseResult.SUCCEEDED);

        assertNothingWasDoneTwice();
    }

    @Test
    void aNextClusterThatRefusesTheJournalFailsItsComparisonAndLeavesTheOneBeforeInOrder() throws Exception {
        world.fault(
                "write journal production",
                () -> new ReleaseException.Failed(Cause.of(CauseKind.ACCESS_DENIED, "may not write ConfigMaps")));

        ReleaseState state = run(first).state();

        assertThat(state.result()).contains(ReleaseResult.FAILED);
        assertThat(state.stage(new StageId("production.compare")).outcome())
                .get()
                .asString()
                .contains("may not write ConfigMaps");
        assertThat(last(world.journals().entries(staging, R1))).isEqualTo(new ReleaseEvent.Ended(ReleaseResult.FAILED));
        assertThat(world.environments().unlocked()).isTrue();
    }

    @Test
    void aClusterToWhichTheJournalNeverMovedIsLeftToOthers() throws Exception {
        world.fault("http staging", () -> new ReleaseException.Failed(Cause.of(CauseKind.VERIFICATION_FAILED, "red")));

        run(first);

        assertThat(world.journals().carrying(production, R1)).isEmpty();
        assertThat(new JournalLocator(world.journals())
                        .in(List.of(production), 5)
                        .journals())
                .containsExactly(world.journals().entries(staging, R1));
    }

    @Test
    void anAnswerThatWasLostIsNoReasonToWriteOrDoItAgain() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        world.fault("answer of journal staging", () -> answers.incrementAndGet() % 6 == 3 ? away() : null);

        assertThat(run(first).state().result()).contains(ReleaseResult.SUCCEEDED);

        assertNothingWasDoneTwice();
        assertThat(answers).hasValueGreaterThan(3);
    }

    @Test
    void aClusterThatCanNotBeAskedHidesOnlyItsOwnJournals() throws Exception {
        untilApproval(first);
        world.fault("read journal production", SharedJournalTest::away);

        JournalLocator.Found found = new JournalLocator(world.journals()).in(List.of(staging, production), 5);

        assertThat(found.unreachable()).containsExactly("cluster away");
        assertThat(found.journals()).hasSize(1);
        assertThatThrownBy(() -> second.open(plan)).hasMessage("cluster away");
    }

    @Test
    void whereItMovedToIsFoundFromWhereItWas() throws Exception {
        untilApproval(first);

        List<JournalEntry> found = new JournalLocator(world.journals())
                .in(List.of(staging), 5)
                .journals()
                .get(0);

        assertThat(found).isEqualTo(world.journals().entries(production, R1));
    }

    private RunResult untilApproval(Machine machine) throws Exception {
        try (SharedJournal journal = machine.open(plan);
                RunHarness process = new RunHarness(journal, world, WaitMode.LEAVES)) {
            RunResult runResult = process.go();
            assertThat(runResult).isInstanceOf(RunResult.NeedsPerson.class);
            return runResult;
        }
    }

    private RunResult run(Machine machine) throws Exception {
        ReleasePlan whole = SamplePlan.toProduction();
        Machine fresh = machine.with(whole);
        try (SharedJournal journal = fresh.open(whole);
                RunHarness process = new RunHarness(journal, world, WaitMode.LEAVES)) {
            return process.go();
        }
    }

    private void assertNothingWasDoneTwice() {
        assertThat(world.environments().revisions("staging")).hasSize(1);
        assertThat(world.environments().revisions("production")).hasSize(1);
        assertThat(world.environments().unlocked()).isTrue();
    }

    /**
     * What {@code approve} does on another machine, so quickly that the one that waits hears of it before it hears of
     * its own entry.
     */
    private CompletableFuture<Void> decideOnceItWaits() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        world.journals().watch(production, R1, count -> {
            List<JournalEntry> entries = world.journals().entries(production, R1);
            if (entries.isEmpty() || done.isDone()) {
                return;
            }
            ReleaseState state = ReleaseState.of(entries);
            if (state.stage(APPROVAL).isWaiting()) {
                done.complete(null);
                Approval approval = Approvals.of(state, "production", true);
                world.approvals().prove(new AwaitedApproval(R1, APPROVAL, production, rule()), approval);
                ReleaseEvent approved = new ReleaseEvent.Decided(APPROVAL, approval);
                world.journals()
                        .append(production, R1, List.of(new JournalEntry(state.entries(), Instant.now(), approved)));
            }
        });
        return done;
    }

    private static ReleaseEvent last(List<JournalEntry> entries) {
        return entries.get(entries.size() - 1).event();
    }

    private static ReleaseException away() {
        return new ReleaseException.Errored(Cause.of(CauseKind.UNAVAILABLE, "cluster away"), Duration.ZERO);
    }
}
