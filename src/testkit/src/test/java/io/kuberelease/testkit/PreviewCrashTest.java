package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.engine.SharedJournal;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.Trigger;
import io.kuberelease.port.EnvironmentJournals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Killed before each entry of its journal, a release to a preview goes on, and nothing is made twice. */
class PreviewCrashTest {
    private static final long ENTRIES = 31;
    private static final long REMOVAL_ENTRIES = 4;
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

    @Test
    void aNamespaceThatSomebodyHasMadeAnewMeanwhileGetsNothingMore() throws Exception {
        world.fault("lock preview", () -> {
            world.previews().replaced("polls-search");
            return null;
        });

        try (RunHarness process = new RunHarness(MemoryJournal.of(plan), world, WaitMode.LEAVES)) {
            ReleaseState ended = process.go().state();
            assertThat(ended.result()).contains(ReleaseResult.FAILED);
            assertThat(ended.stage(new StageId("preview.deploy"))
                            .outcome()
                            .orElseThrow()
                            .failed()
                            .orElseThrow()
                            .cause()
                            .summary())
                    .contains("nothing more was written to namespace polls-search");
        }
        assertThat(world.changes()).noneMatch(change -> change.startsWith("deploy") || change.startsWith("record"));
    }

    @Test
    void theJournalIsNotWrittenAnewIntoANamespaceOfAnother() throws Exception {
        MemoryJournal killed = MemoryJournal.of(plan).dyingAt(ENTRIES - 3);
        try (RunHarness process = new RunHarness(killed, world, WaitMode.LEAVES)) {
            assertThatThrownBy(process::go).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        }
        world.previews().replaced("polls-search");

        MemoryJournal disk = killed.surviving();
        EnvironmentJournals.Carrier other = new EnvironmentJournals.Carrier("b", "on b");
        assertThatThrownBy(() -> SharedJournal.open(disk, List.of(), world.journals(), other))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("nothing more was written to namespace polls-search");
        assertThat(world.journals().releases(plan.environments().get(0))).isEmpty();
    }

    static LongStream everyEntryOfARemoval() {
        return LongStream.range(1, REMOVAL_ENTRIES);
    }

    @ParameterizedTest
    @MethodSource("everyEntryOfARemoval")
    void aRemovalKilledBeforeAnEntryGoesOnAndNothingIsDeletedTwice(long entry) throws Exception {
        world.previews().stands(preview());
        MemoryJournal killed = MemoryJournal.of(removal()).dyingAt(entry);
        try (RunHarness process = new RunHarness(killed, world, WaitMode.LEAVES)) {
            assertThatThrownBy(process::go).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        }

        try (RunHarness process = new RunHarness(killed.surviving(), world, WaitMode.LEAVES)) {
            assertThat(process.told(run -> run.resumedBy("ada")).go().state().result())
                    .contains(ReleaseResult.SUCCEEDED);
        }
        assertThat(world.previews().namespaces()).isEmpty();
        assertThat(world.count("remove polls-search")).isEqualTo(1);
    }

    @Test
    void theMatrixCoversEveryEntryOfARemoval() throws Exception {
        world.previews().stands(preview());
        MemoryJournal journal = MemoryJournal.of(removal());
        try (RunHarness process = new RunHarness(journal, world, WaitMode.LEAVES)) {
            process.go();
        }

        assertThat(journal.entries()).hasSize((int) REMOVAL_ENTRIES);
    }

    @Test
    void aPreviewThatIsMadeAnewAfterAKillIsNotDeletedInItsPlace() throws Exception {
        world.previews().stands(preview());
        MemoryJournal killed = MemoryJournal.of(removal()).dyingAt(2);
        try (RunHarness process = new RunHarness(killed, world, WaitMode.LEAVES)) {
            assertThatThrownBy(process::go).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        }
        world.previews().stands(preview());
        world.previews().replaced("polls-search");

        try (RunHarness process = new RunHarness(killed.surviving(), world, WaitMode.LEAVES)) {
            assertThat(process.told(run -> run.resumedBy("ada")).go().state().result())
                    .contains(ReleaseResult.SUCCEEDED);
        }
        assertThat(world.previews().namespaces()).containsExactly("polls-search");
    }

    @Test
    void aClusterThatWasMadeAndDiedIsNamedByTheStageThatAskedItInVain() throws Exception {
        EnvironmentSpec staging = plan.environments().get(0);
        EnvironmentSpec scratch = new EnvironmentSpec(
                staging.name(),
                staging.app(),
                new Target(
                        "pop-up/polls/scratch",
                        Optional.empty(),
                        staging.target().namespace()),
                List.of(),
                false,
                staging.readyWithin());
        world.fault(
                "remove polls-search",
                () -> new ReleaseException.Failed(Cause.of(CauseKind.UNAVAILABLE, "connection refused")));
        world.fault(
                "answer of cluster scratch",
                () -> new ReleaseException.Failed(
                        Cause.of(CauseKind.UNAVAILABLE, "scratch is dead").suggesting("give it up")));

        for (EnvironmentSpec environment : List.of(scratch, staging)) {
            try (RunHarness process = new RunHarness(MemoryJournal.of(removal(environment)), world, WaitMode.LEAVES)) {
                Cause cause = process.go()
                        .state()
                        .stage(new StageId("preview.remove"))
                        .outcome()
                        .orElseThrow()
                        .trouble()
                        .orElseThrow();
                assertThat(cause.summary())
                        .isEqualTo(
                                environment.equals(scratch)
                                        ? "scratch is dead; so: connection refused"
                                        : "connection refused");
            }
        }
    }

    private ReleasePlan removal() {
        return removal(plan.environments().get(0));
    }

    private ReleasePlan removal(EnvironmentSpec environment) {
        return new ReleasePlan(
                plan.release(),
                plan.app(),
                plan.version(),
                plan.source(),
                "ada",
                plan.notifies(),
                List.of(new Stage(
                        new StageId("preview.remove"),
                        new Trigger.AfterSuccess(List.of()),
                        Duration.ofMinutes(15),
                        new StageTask.RemovePreview(environment, "search", "uid-polls-search", false))));
    }

    private static LivePreview preview() {
        return new LivePreview(
                new Namespace("polls-search"),
                "uid-polls-search",
                "search",
                Optional.empty(),
                "ada",
                Instant.EPOCH,
                Instant.MAX,
                LivePreview.State.LIVE);
    }
}
