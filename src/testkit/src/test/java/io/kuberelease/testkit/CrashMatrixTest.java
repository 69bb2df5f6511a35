package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.engine.Attendance;
import io.kuberelease.engine.Ending;
import io.kuberelease.journal.ReleaseResult;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Killed before each entry of the journal in turn, a release goes on where it was and does nothing twice. */
class CrashMatrixTest {
    private static final long ENTRIES_OF_A_WHOLE_RELEASE = 40;

    private final FakeWorld world = new FakeWorld();
    private final MemoryJournal journal = MemoryJournal.of(SamplePlan.toProduction());

    static LongStream everyEntry() {
        return LongStream.range(1, ENTRIES_OF_A_WHOLE_RELEASE);
    }

    @ParameterizedTest
    @MethodSource("everyEntry")
    void aReleaseKilledBeforeAnEntryGoesOnWhereItWas(long entry) throws Exception {
        MemoryJournal killed = journal.dyingAt(entry);
        try (RunHarness process = new RunHarness(killed, world, Attendance.LEAVES)) {
            assertThatThrownBy(process::go).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        }

        try (RunHarness process = new RunHarness(killed.surviving(), world, Attendance.LEAVES)) {
            Ending ending = process.go();

            assertThat(ending.state().result()).contains(ReleaseResult.SUCCEEDED);
        }
        assertThat(world.environments().revisions("staging")).hasSize(1);
        assertThat(world.environments().revisions("production")).hasSize(1);
        assertThat(world.environments().unlocked()).isTrue();
        assertThat(world.count("start datastores")).isEqualTo(world.count("remove datastores"));
    }

    @Test
    void theMatrixCoversEveryEntry() throws Exception {
        try (RunHarness process = new RunHarness(journal, world, Attendance.LEAVES)) {
            process.go();
        }

        assertThat(journal.entries().size()).isEqualTo((int) ENTRIES_OF_A_WHOLE_RELEASE);
    }
}
