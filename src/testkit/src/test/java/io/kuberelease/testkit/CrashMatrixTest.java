package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.SharedJournal;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.plan.ReleasePlan;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Killed before each entry of the journal in turn, a release goes on where it was and does nothing twice. */
class CrashMatrixTest {
    private static final long ENTRIES_OF_A_WHOLE_RELEASE = 42;
    /** With the lookup, and with tests that are not begun. */
    private static final long ENTRIES_OF_A_RELEASE_TESTED_BEFORE = 43;
    /** The journal so far, its move with the first stage, and what follows until it moves on; one more if tidying up is slow. */
    private static final int WRITES_TO_STAGING = 7;
    /** The journal so far, its move with the first stage, and what follows until the end; one more if staging's unlock is slow. */
    private static final int WRITES_TO_PRODUCTION = 8;

    private final FakeWorld world = new FakeWorld();
    private final ReleasePlan plan = SamplePlan.toProduction();
    private final MemoryJournal journal = MemoryJournal.of(plan);

    static LongStream everyEntry() {
        return LongStream.range(1, ENTRIES_OF_A_WHOLE_RELEASE);
    }

    @ParameterizedTest
    @MethodSource("everyEntry")
    void aReleaseKilledBeforeAnEntryGoesOnWhereItWas(long entry) throws Exception {
        MemoryJournal killed = journal.dyingAt(entry);
        try (RunHarness process = new RunHarness(killed, world, WaitMode.LEAVES)) {
            assertThatThrownBy(process::go).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        }

        try (RunHarness process = new RunHarness(killed.surviving(), world, WaitMode.LEAVES)) {
            RunResult runResult = process.told(CrashMatrixTest::takenUp).go();

            assertThat(runResult.state().result()).contains(ReleaseResult.SUCCEEDED);
        }
        assertNothingWasDoneTwice();
    }

    static LongStream everyEntryOfAReleaseTestedBefore() {
        return LongStream.range(1, ENTRIES_OF_A_RELEASE_TESTED_BEFORE);
    }

    @ParameterizedTest
    @MethodSource("everyEntryOfAReleaseTestedBefore")
    void aReleaseOfATestedImageKilledBeforeAnEntryGoesOnAndTestsNothing(long entry) throws Exception {
        ReleasePlan once = SamplePlan.testingOnce();
        world.tested("r0", once);
        MemoryJournal killed = MemoryJournal.of(once).dyingAt(entry);
        try (RunHarness process = new RunHarness(killed, world, WaitMode.LEAVES)) {
            assertThatThrownBy(process::go).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        }

        try (RunHarness process = new RunHarness(killed.surviving(), world, WaitMode.LEAVES)) {
            assertThat(process.told(CrashMatrixTest::takenUp).go().state().result())
                    .contains(ReleaseResult.SUCCEEDED);
        }
        assertNothingWasDoneTwice();
        assertThat(world.count("run test")).isZero();
    }

    /** Told to stop, the datastores may take until after the kill. */
    @ParameterizedTest
    @MethodSource("everyEntryOfAReleaseTestedBefore")
    void aReleaseOfATestedImageKilledWhileItsDatastoresStartGoesOnWithoutThem(long entry) throws Exception {
        world.hold("datastores");

        aReleaseOfATestedImageKilledBeforeAnEntryGoesOnAndTestsNothing(entry);
    }

    /** With the journal in the clusters from the first environment on, and the first machine gone for good. */
    @ParameterizedTest
    @MethodSource("everyEntry")
    void aReleaseKilledBeforeAnEntryIsOnItsDiskGoesOnOnAnotherMachine(long entry) throws Exception {
        Machine first = new Machine("a", world).with(plan).dyingAt(entry);
        killed(first);
        first.rebooted();

        Machine next = first.sees(plan).isEmpty() ? first : new Machine("b", world);

        assertThat(goesOn(next)).isEqualTo(next.disk().entries());
        assertNothingWasDoneTwice();
    }

    @ParameterizedTest
    @MethodSource("everyWriteToStaging")
    void aReleaseKilledBeforeAWriteToAClusterGoesOn(int write) throws Exception {
        diesBeforeAWriteAndGoesOn("write journal staging", write);
    }

    /** The first of them is written while staging is still checked. */
    @ParameterizedTest
    @MethodSource("everyWriteToProduction")
    void aReleaseKilledBeforeAWriteToTheNextClusterGoesOn(int write) throws Exception {
        diesBeforeAWriteAndGoesOn("write journal production", write);
    }

    private void diesBeforeAWriteAndGoesOn(String writing, int write) throws Exception {
        world.fault(writing, dyingAt(write));
        Machine machine = new Machine("a", world).with(plan);
        killed(machine);

        world.fault(writing, () -> null);
        goesOn(machine.rebooted());

        assertNothingWasDoneTwice();
    }

    static IntStream everyWriteToProduction() {
        return IntStream.rangeClosed(1, WRITES_TO_PRODUCTION);
    }

    static IntStream everyWriteToStaging() {
        return IntStream.rangeClosed(1, WRITES_TO_STAGING);
    }

    private static Supplier<RuntimeException> dyingAt(int write) {
        AtomicInteger writes = new AtomicInteger();
        return () -> writes.incrementAndGet() == write ? new MemoryJournal.Killed(write) : null;
    }

    /** As every program does that takes a release up again. */
    private static void takenUp(ReleaseRun run) {
        run.resumedBy("ada");
    }

    private void killed(Machine machine) throws Exception {
        try (RunHarness process = new RunHarness(machine.open(plan), world, WaitMode.LEAVES)) {
            assertThatThrownBy(process::go).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        }
    }

    private List<JournalEntry> goesOn(Machine machine) throws Exception {
        try (SharedJournal reopened = machine.open(plan);
                RunHarness process = new RunHarness(reopened, world, WaitMode.LEAVES)) {
            assertThat(process.told(CrashMatrixTest::takenUp).go().state().result())
                    .contains(ReleaseResult.SUCCEEDED);
            return reopened.entries();
        }
    }

    private void assertNothingWasDoneTwice() {
        assertThat(world.environments().revisions("staging")).hasSize(1);
        assertThat(world.environments().revisions("production")).hasSize(1);
        assertThat(world.environments().unlocked()).isTrue();
        assertThat(world.count("start datastores")).isEqualTo(world.count("remove datastores"));
    }

    @Test
    void theMatrixCoversEveryEntry() throws Exception {
        try (RunHarness process = new RunHarness(journal, world, WaitMode.LEAVES)) {
            process.go();
        }

        assertThat(journal.entries().size()).isEqualTo((int) ENTRIES_OF_A_WHOLE_RELEASE);
    }

    @Test
    void theMatrixCoversEveryEntryOfAReleaseTestedBefore() throws Exception {
        MemoryJournal once = MemoryJournal.of(SamplePlan.testingOnce());
        world.tested("r0", SamplePlan.testingOnce());
        try (RunHarness process = new RunHarness(once, world, WaitMode.LEAVES)) {
            process.go();
        }

        assertThat(once.entries().size()).isEqualTo((int) ENTRIES_OF_A_RELEASE_TESTED_BEFORE);
    }

    @Test
    void theMatrixCoversEveryWriteToTheClusters() throws Exception {
        AtomicInteger toStaging = counted("write journal staging");
        AtomicInteger toProduction = counted("write journal production");

        goesOn(new Machine("a", world).with(plan));

        assertThat(toStaging.get()).isBetween(WRITES_TO_STAGING, WRITES_TO_STAGING + 1);
        assertThat(toProduction.get()).isBetween(WRITES_TO_PRODUCTION, WRITES_TO_PRODUCTION + 1);
    }

    private AtomicInteger counted(String writing) {
        AtomicInteger writes = new AtomicInteger();
        world.fault(writing, () -> {
            writes.incrementAndGet();
            return null;
        });
        return writes;
    }
}
