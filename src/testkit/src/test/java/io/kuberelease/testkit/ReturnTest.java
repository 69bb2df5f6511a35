package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput.Returned;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An environment that goes back to its last good bundle, also when the process is killed on the way. */
class ReturnTest {
    private static final StageId RETURN = new StageId("production.return");
    private static final long ENTRIES_OF_A_RELEASE_THAT_RETURNS = 44;

    private final FakeWorld world = new FakeWorld();
    private final MemoryJournal journal = MemoryJournal.of(SamplePlan.returning());

    static LongStream everyEntry() {
        return LongStream.range(1, ENTRIES_OF_A_RELEASE_THAT_RETURNS);
    }

    @Test
    void aFailedDeploymentIsUndoneOnceItsEvidenceIsKept() throws Exception {
        EnvironmentRecord good = world.released("r0", "production", Instant.EPOCH);
        crashUnless(good);

        RunResult runResult = run();

        assertThat(runResult.state().result()).contains(ReleaseResult.FAILED);
        assertThat(world.environments().bundle("production")).isEqualTo(good.bundle());
        assertThat(world.changes())
                .containsSubsequence(
                        "deploy production",
                        "mark failed production",
                        "keep evidence of production.deploy",
                        "deploy production");
        assertThat(runResult.state().output(new EnvironmentName("production"), Returned.class))
                .hasValueSatisfying(back -> {
                    assertThat(back.release()).isEqualTo(good.release());
                    assertThat(back.revision()).isEqualTo(3);
                });
        assertThat(world.environments().written())
                .extracting(EnvironmentRecord::result)
                .containsExactly(Result.DEPLOYED, Result.DEPLOYED, Result.FAILED, Result.RETURNED);
        assertThat(world.environments().unlocked()).isTrue();
    }

    @Test
    void theCauseSaysWhereAllThatWasSeenIsKept() throws Exception {
        world.released("r0", "production", Instant.EPOCH);
        world.fault("track production", () -> crashed(new Evidence("last lines", List.of("no settings file"))));

        RunResult runResult = run();

        StageOutcome.Failed failed = (StageOutcome.Failed) runResult
                .state()
                .stage(new StageId("production.deploy"))
                .outcome()
                .orElseThrow();
        assertThat(failed.cause().evidence())
                .containsExactly(
                        new Evidence("last lines", List.of("no settings file")),
                        new Evidence("all that was seen is kept in", List.of("evidence/production.deploy")));
    }

    @Test
    void withoutAnEarlierGoodBundleWhatIsThereStays() throws Exception {
        world.fault("track production", () -> crashed(new Evidence("last lines", List.of("no settings file"))));

        RunResult runResult = run();

        assertThat(runResult.state().result()).contains(ReleaseResult.FAILED);
        assertThat(runResult.state().stage(RETURN).outcome())
                .contains(new StageOutcome.Skipped("there is no earlier bundle that was good here"));
        assertThat(world.environments().revisions("production")).hasSize(1);
    }

    @Test
    void aDeploymentThatFailedBeforeItChangedAnythingNeedsNoReturn() throws Exception {
        world.released("r0", "production", Instant.EPOCH);
        world.fault(
                "deploy production",
                () -> new ReleaseException.Failed(Cause.of(CauseKind.REFUSED, "an admission policy says no")));

        RunResult runResult = run();

        assertThat(runResult.state().stage(RETURN).outcome())
                .contains(new StageOutcome.Skipped("nothing was changed: revision 1 is still there"));
        assertThat(world.environments().revisions("production")).hasSize(1);
    }

    @Test
    void whatAnotherReleaseHasBroughtMeanwhileIsNotUndone() throws Exception {
        EnvironmentRecord good = world.released("r0", "production", Instant.EPOCH);
        crashUnless(good);
        AtomicInteger locked = new AtomicInteger();
        world.fault("lock production", () -> {
            if (locked.incrementAndGet() == 3) {
                world.released("another", "production", Instant.now());
            }
            return null;
        });

        RunResult runResult = run();

        assertThat(runResult.state().stage(RETURN).outcome())
                .contains(new StageOutcome.Skipped("what is there now is not of this release: revision 3, of release"
                        + " somebody-else, came after it"));
        assertThat(world.environments().revisions("production"))
                .containsExactly(new ReleaseId("somebody-else"), new ReleaseId("r1"), new ReleaseId("somebody-else"));
        assertThat(world.environments().unlocked()).isTrue();
    }

    @Test
    void whatAnotherReleaseHasBroughtMeanwhileIsNotCheckedAsIfItWereOurs() throws Exception {
        world.released("r0", "production", Instant.EPOCH);
        AtomicInteger locked = new AtomicInteger();
        world.fault("lock production", () -> {
            if (locked.incrementAndGet() == 3) {
                world.released("another", "production", Instant.now());
            }
            return null;
        });

        RunResult runResult = run();

        assertThat(runResult
                        .state()
                        .stage(new StageId("production.verify"))
                        .outcome()
                        .orElseThrow())
                .isInstanceOfSatisfying(StageOutcome.Failed.class, failed -> assertThat(
                                failed.cause().summary())
                        .contains("revision 3, of release somebody-else, came after it"));
        assertThat(world.environments().revisions("production")).hasSize(3);
    }

    @Test
    void aFailedFirstInstallIsRecordedWithTheRevisionThatItMade() throws Exception {
        world.fault("track production", () -> crashed(new Evidence("last lines", List.of("no settings file"))));

        run();

        assertThat(world.environments().written())
                .filteredOn(entry -> entry.result() == Result.FAILED)
                .extracting(EnvironmentRecord::helmRevision)
                .containsExactly(1);
    }

    @Test
    void anAppThatCouldNotBeAskedWhetherItIsWellStays() throws Exception {
        world.released("r0", "production", Instant.EPOCH);
        world.fault(
                "http production",
                () -> new ReleaseException.Errored(
                        Cause.of(CauseKind.UNAVAILABLE, "the API server does not answer"), Duration.ofHours(1)));

        RunResult runResult = run();

        assertThat(runResult.state().result()).contains(ReleaseResult.ERRORED);
        assertThat(runResult.state().stage(RETURN).outcome().orElseThrow()).isInstanceOf(StageOutcome.Skipped.class);
        assertThat(world.environments().revisions("production")).hasSize(2);
    }

    @Test
    void aReturnThatFailsTooSaysSo() throws Exception {
        world.released("r0", "production", Instant.EPOCH);
        world.fault("track production", () -> crashed(new Evidence("last lines", List.of("no database"))));

        RunResult runResult = run();

        assertThat(runResult.state().stage(RETURN).outcome().orElseThrow())
                .isInstanceOfSatisfying(StageOutcome.Failed.class, failed -> assertThat(
                                failed.cause().summary())
                        .isEqualTo("could not return to 1.3.0 either: it ends again and again"));
        assertThat(runResult.state().result()).contains(ReleaseResult.FAILED);
        assertThat(world.environments().unlocked()).isTrue();
    }

    @Test
    void whatWentWellIsNotUndone() throws Exception {
        world.released("r0", "production", Instant.EPOCH);

        RunResult runResult = run();

        assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(runResult.state().stage(RETURN).outcome()).contains(new StageOutcome.Skipped("not needed"));
    }

    @ParameterizedTest
    @MethodSource("everyEntry")
    void aReleaseKilledBeforeAnEntryReturnsAllTheSame(long entry) throws Exception {
        EnvironmentRecord good = world.released("r0", "production", Instant.EPOCH);
        crashUnless(good);
        MemoryJournal killed = journal.dyingAt(entry);
        try (RunHarness process = new RunHarness(killed, world, WaitMode.LEAVES)) {
            assertThatThrownBy(process::go).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        }

        try (RunHarness process = new RunHarness(killed.surviving(), world, WaitMode.LEAVES)) {
            assertThat(process.go().state().result()).contains(ReleaseResult.FAILED);
        }

        assertThat(world.environments().bundle("production")).isEqualTo(good.bundle());
        assertThat(world.environments().revisions("production")).hasSize(3);
        assertThat(world.environments().written())
                .extracting(EnvironmentRecord::result)
                .endsWith(Result.FAILED, Result.RETURNED);
        assertThat(world.environments().unlocked()).isTrue();
    }

    @Test
    void theMatrixCoversEveryEntry() throws Exception {
        crashUnless(world.released("r0", "production", Instant.EPOCH));

        run();

        assertThat(journal.entries().size()).isEqualTo((int) ENTRIES_OF_A_RELEASE_THAT_RETURNS);
    }

    private void crashUnless(EnvironmentRecord good) {
        world.fault(
                "track production",
                () -> world.environments().bundle("production").equals(good.bundle())
                        ? null
                        : crashed(new Evidence("last lines", List.of("no settings file"))));
    }

    private RunResult run() throws Exception {
        try (RunHarness harness = new RunHarness(journal, world, WaitMode.LEAVES)) {
            return harness.go();
        }
    }

    private static ReleaseException crashed(Evidence seen) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.CRASH_LOOP, "it ends again and again").seen(List.of(seen)));
    }
}
