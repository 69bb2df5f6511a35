package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.Freeze;
import io.kuberelease.plan.FreezeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a release does while it waits, and when what it waited with has changed meanwhile. */
class WaitingTest {
    private static final StageId APPROVAL = new StageId("production.approval");
    private static final Freeze WEEKEND =
            new Freeze(List.of(new FreezeWindow("Fri 16:00", "Mon 08:00", ZoneOffset.UTC)));
    private static final Instant THURSDAY = Instant.parse("2026-11-19T10:00:00Z");

    private final FakeWorld world = new FakeWorld();
    private Instant now = THURSDAY;
    private final InstantSource clock = () -> now;

    @Test
    void anApprovalIsAskedAgainWhenTheEnvironmentHasChangedSince() throws Exception {
        MemoryJournal journal = MemoryJournal.of(SamplePlan.withApproval());
        Approval given = Decisions.approval(run(journal).state(), true);
        world.released("r0", "production", THURSDAY);

        RunResult asked = decided(journal, given);

        assertThat(asked).isInstanceOf(RunResult.NeedsPerson.class);
        assertThat(waitsFor(asked, "production.approval"))
                .contains("approval by release-managers, asked again: revision 1 was made by");
        assertThat(world.changes()).contains("keep production").doesNotContain("deploy production", "keep staging");
        assertThat(world.environments().unlocked()).isTrue();

        RunResult done = decided(journal, Decisions.approval(asked.state(), true));

        assertThat(done.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(world.environments().revisions("production"))
                .containsExactly(new ReleaseId("somebody-else"), new ReleaseId("r1"));
        assertThat(world.environments().unlocked()).isTrue();
    }

    @Test
    void aRejectionAfterAChangeIsNoFailedDeployment() throws Exception {
        MemoryJournal journal = MemoryJournal.of(SamplePlan.withApproval());
        Approval given = Decisions.approval(run(journal).state(), true);
        world.released("r0", "production", THURSDAY);
        RunResult asked = decided(journal, given);

        RunResult over = decided(journal, Decisions.approval(asked.state(), false));

        assertThat(over.state().result()).contains(ReleaseResult.FAILED);
        assertThat(world.environments().written()).extracting("result").doesNotContain(Result.FAILED);
        assertThat(world.environments().unlocked()).isTrue();
    }

    @Test
    void aReleaseThatWaitedForAnotherOneComparesAnewAndNeedsNobody() throws Exception {
        world.fault("deploy staging", onceThen(() -> world.released("r0", "staging", THURSDAY)));

        RunResult runResult = run(MemoryJournal.of(SamplePlan.toProduction()));

        assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(runResult.state().stage(new StageId("staging.compare")).attempts())
                .isEqualTo(2);
        assertThat(world.environments().revisions("staging"))
                .containsExactly(new ReleaseId("somebody-else"), new ReleaseId("r1"));
        assertThat(world.environments().unlocked()).isTrue();
    }

    @Test
    void aLockThatIsLostStopsTheDeploymentWhichIsTriedAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        world.fault("track staging", () -> {
            if (tries.incrementAndGet() > 1) {
                return null;
            }
            world.environments().lockLost("staging", new ReleaseId("r1"));
            return new ReleaseException.Aborted("revision 1 is applied");
        });

        RunResult runResult = run(MemoryJournal.of(SamplePlan.toProduction()), InstantSource.system());

        assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(runResult.state().stage(new StageId("staging.deploy")).attempts())
                .isEqualTo(2);
        assertThat(world.count("deploy staging")).isEqualTo(1);
    }

    @Test
    void aCauseThatIsKnownIsToldAlsoWhenTheLockIsLostBesideIt() throws Exception {
        world.fault(
                "watch staging",
                () -> new ReleaseException.Failed(Cause.of(CauseKind.CRASH_LOOP, "web ends again and again")));
        world.fault("deploy staging", () -> {
            world.environments().lockLost("staging", new ReleaseId("r1"));
            return new ReleaseException.Aborted("revision 1 was stopped halfway");
        });

        RunResult runResult = run(MemoryJournal.of(SamplePlan.toProduction()), InstantSource.system());

        assertThat(runResult.state().stage(new StageId("staging.deploy")).outcome())
                .get()
                .isInstanceOfSatisfying(
                        StageOutcome.Failed.class,
                        failed -> assertThat(failed.cause().summary()).isEqualTo("web ends again and again"));
    }

    @Test
    void aBundleSoaksBeforeItGoesOnAndALongSoakIsNotSatOut() throws Exception {
        MemoryJournal journal = MemoryJournal.of(SamplePlan.soaking(Duration.ofHours(2)));
        RunResult soaking = run(journal);
        assertThat(soaking).isInstanceOf(RunResult.NeedsTime.class);
        assertThat(waitsFor(soaking, "production.soak")).isEqualTo("staging to have been healthy for 2 h");

        now = now.plus(Duration.ofMinutes(90));
        world.fault("compare production", () -> new IllegalStateException("it is not compared again"));
        journal.append(entry(journal, new ReleaseEvent.Resumed("tester")));
        now = now.plus(Duration.ofMinutes(31));
        RunResult done = run(journal);

        assertThat(done.state().result()).contains(ReleaseResult.SUCCEEDED);
    }

    @Test
    void aBundleThatIsNotHealthyAnyMoreHasNotSoaked() throws Exception {
        MemoryJournal journal = MemoryJournal.of(SamplePlan.soaking(Duration.ofHours(2)));
        assertThat(run(journal)).isInstanceOf(RunResult.NeedsTime.class);
        now = now.plus(Duration.ofHours(3));
        world.fault("track staging", () -> failed(CauseKind.CRASH_LOOP));

        RunResult over = run(journal);

        assertThat(over.state().result()).contains(ReleaseResult.FAILED);
        assertThat(cause(over, "production.soak").kind()).isEqualTo(CauseKind.NOT_SOAKED);
        assertThat(world.changes()).doesNotContain("deploy production");
    }

    @Test
    void aBundleThatSomebodyReplacedMeanwhileHasNotSoaked() throws Exception {
        MemoryJournal journal = MemoryJournal.of(SamplePlan.soaking(Duration.ofHours(2)));
        assertThat(run(journal)).isInstanceOf(RunResult.NeedsTime.class);
        world.released("r9", "staging", now.plus(Duration.ofMinutes(10)));
        now = now.plus(Duration.ofHours(3));

        RunResult over = run(journal);

        assertThat(cause(over, "production.soak").summary())
                .contains("it was in staging for only 10 min, and is not there now");
    }

    /** Its deployment never began, for example since a check before it failed: what was there stayed. */
    @Test
    void aBundleSoaksOnWhereAnotherReleaseFailedBeforeItHadDeployed() throws Exception {
        MemoryJournal journal = MemoryJournal.of(SamplePlan.soaking(Duration.ofHours(2)));
        RunResult soaking = run(journal);
        EnvironmentSpec staging = soaking.state()
                .plan()
                .environment(new EnvironmentName("staging"))
                .orElseThrow();
        EnvironmentRecord there = world.ports().records().history(staging).get(0);
        now = now.plus(Duration.ofMinutes(10));
        world.ports()
                .records()
                .write(
                        staging,
                        new EnvironmentRecord(
                                new ReleaseId("r9"),
                                there.app(),
                                there.environment(),
                                there.version(),
                                there.commit(),
                                there.images(),
                                new ImageReference(there.bundle().repository(), Digest.of(new byte[] {9})),
                                there.helmRevision(),
                                now,
                                "bob",
                                EnvironmentRecord.Result.FAILED));
        now = now.plus(Duration.ofHours(3));

        assertThat(run(journal).state().result()).contains(ReleaseResult.SUCCEEDED);
    }

    @Test
    void noDeploymentBeginsInAFreezeAndTheApprovalStaysGood() throws Exception {
        now = Instant.parse("2026-11-21T10:00:00Z");
        MemoryJournal journal = MemoryJournal.of(SamplePlan.frozen(WEEKEND));
        Approval given = Decisions.approval(run(journal).state(), true);

        RunResult frozen = decided(journal, given);

        assertThat(frozen).isInstanceOf(RunResult.NeedsTime.class);
        assertThat(waitsFor(frozen, "production.freeze")).isEqualTo("the freeze to end (Fri 16:00 to Mon 08:00, Z)");
        now = Instant.parse("2026-11-23T08:00:00Z");
        assertThat(run(journal).state().result()).contains(ReleaseResult.SUCCEEDED);
    }

    @Test
    void aReleaseThatIsResumedInTheNextFreezeWaitsForItsEndToo() throws Exception {
        now = Instant.parse("2026-11-21T10:00:00Z");
        MemoryJournal journal = MemoryJournal.of(SamplePlan.frozen(WEEKEND));
        decided(journal, Decisions.approval(run(journal).state(), true));
        now = Instant.parse("2026-11-28T10:00:00Z");

        RunResult frozen = run(journal);

        assertThat(frozen).isInstanceOf(RunResult.NeedsTime.class);
        assertThat(world.changes()).doesNotContain("deploy production");
    }

    @Test
    void aFreezeThatBeginsWhileTheLockIsWaitedForHoldsTheDeploymentBack() throws Exception {
        MemoryJournal journal = MemoryJournal.of(SamplePlan.frozen(WEEKEND));
        Approval given = Decisions.approval(run(journal).state(), true);
        world.fault("lock production", onceThen(() -> now = Instant.parse("2026-11-20T16:00:00Z")));

        RunResult frozen = decided(journal, given);

        assertThat(frozen).isInstanceOf(RunResult.NeedsTime.class);
        assertThat(world.changes()).doesNotContain("deploy production");
        assertThat(world.environments().unlocked()).isTrue();
        now = Instant.parse("2026-11-23T09:00:00Z");
        RunResult done = run(journal);
        assertThat(done.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(journal.entries())
                .extracting(JournalEntry::event)
                .filteredOn(ReleaseEvent.Decided.class::isInstance)
                .hasSize(1);
    }

    private RunResult run(MemoryJournal from) throws Exception {
        return run(from, clock);
    }

    private RunResult run(MemoryJournal from, InstantSource time) throws Exception {
        try (RunHarness harness = new RunHarness(from, world, WaitMode.LEAVES, time)) {
            return harness.go();
        }
    }

    private RunResult decided(MemoryJournal journal, Approval approval) throws Exception {
        Decisions.proven(world, ReleaseState.of(journal.entries()), APPROVAL, approval);
        journal.append(entry(journal, new ReleaseEvent.Decided(APPROVAL, approval)));
        return run(journal);
    }

    private JournalEntry entry(MemoryJournal journal, ReleaseEvent event) {
        return new JournalEntry(ReleaseState.of(journal.entries()).entries(), now, event);
    }

    private static java.util.function.Supplier<RuntimeException> onceThen(Runnable change) {
        AtomicInteger calls = new AtomicInteger();
        return () -> {
            if (calls.incrementAndGet() == 1) {
                change.run();
            }
            return null;
        };
    }

    private static String waitsFor(RunResult runResult, String stage) {
        return ((StageOutcome.Waiting)
                        runResult.state().stage(new StageId(stage)).outcome().orElseThrow())
                .what();
    }

    private static Cause cause(RunResult runResult, String stage) {
        return ((StageOutcome.Failed)
                        runResult.state().stage(new StageId(stage)).outcome().orElseThrow())
                .cause();
    }

    private static ReleaseException failed(CauseKind kind) {
        return new ReleaseException.Failed(Cause.of(kind, "it is wrong"));
    }
}
