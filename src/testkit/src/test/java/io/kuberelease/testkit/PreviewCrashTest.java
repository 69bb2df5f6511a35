package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.engine.SharedJournal;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Killed before each entry of its journal, a release to a preview goes on, and nothing is made twice. */
class PreviewCrashTest {
    private static final long ENTRIES = 31;
    private static final List<String> ONCE = List.of(
            "claim polls-search",
            "limit polls-search",
            "copy secrets to polls-search",
            "keep datastores in polls-search");

    private final FakeWorld world = new FakeWorld();
    private final ReleasePlan plan = SamplePlan.preview();

    static LongStream everyEntry() {
        return LongStream.range(1, ENTRIES);
    }

    @ParameterizedTest
    @MethodSource("everyEntry")
    void aPreviewKilledBeforeAnEntryGoesOnWhereItWas(long entry) throws Exception {
        MemoryJournal killed = MemoryJournal.of(plan).dyingAt(entry);
        try (RunHarness process = new RunHarness(killed, world, WaitMode.LEAVES)) {
            assertThatThrownBy(process::go).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        }

        try (RunHarness process = new RunHarness(killed.surviving(), world, WaitMode.LEAVES)) {
            assertThat(process.told(run -> run.resumedBy("ada")).go().state().result())
                    .contains(ReleaseResult.SUCCEEDED);
        }
        ONCE.forEach(change -> assertThat(world.count(change)).as(change).isEqualTo(1));
        assertThat(world.environments().revisions("preview")).hasSize(1);
        assertThat(world.environments().unlocked()).isTrue();
        assertThat(world.previews().namespaces()).containsExactly("polls-search");
    }

    @Test
    void theMatrixCoversEveryEntry() throws Exception {
        MemoryJournal journal = MemoryJournal.of(plan);
        try (RunHarness process = new RunHarness(journal, world, WaitMode.LEAVES)) {
            process.go();
        }

        assertThat(journal.entries()).hasSize((int) ENTRIES);
    }

    @Test
    void theJournalComesToTheNamespaceOnlyOnceThatIsTheBranchs() throws Exception {
        MemoryJournal journal = MemoryJournal.of(plan);
        try (RunHarness process = new RunHarness(journal, world, WaitMode.LEAVES)) {
            process.go();
        }

        List<String> told = journal.entries().stream()
                .map(JournalEntry::event)
                .filter(event -> event instanceof ReleaseEvent.JournalMoved
                        || (event instanceof ReleaseEvent.StageEnded ended
                                && ended.stage().value().equals("preview.claim")))
                .map(event -> event.getClass().getSimpleName())
                .toList();
        assertThat(told).containsExactly("StageEnded", "JournalMoved");
    }

    @Test
    void aNamespaceOfSomebodyElseGetsNothingFromUs() throws Exception {
        world.fault(
                "claim polls-search",
                () -> new ReleaseException.Failed(Cause.of(CauseKind.REFUSED, "it is no preview of polls")));
        Machine machine = new Machine("a", world).with(plan);

        try (SharedJournal journal = machine.open(plan);
                RunHarness process = new RunHarness(journal, world, WaitMode.LEAVES)) {
            assertThat(process.go().state().result()).contains(ReleaseResult.FAILED);
        }

        assertThat(world.journals().entries(plan.environments().get(0), plan.release()))
                .isEmpty();
        assertThat(world.changes()).noneMatch(change -> change.contains("polls-search") || change.contains("preview"));
    }
}
