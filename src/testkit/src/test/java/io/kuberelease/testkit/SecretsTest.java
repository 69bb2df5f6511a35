package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.port.EventSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the app's Secrets hold is told to nobody, whatever the app says and whoever carries the release on. */
class SecretsTest {
    private static final String SECRET = "s3cr3t-hunter2";
    private static final long ENTRIES = 27;

    private final FakeWorld world = new FakeWorld();
    private final MemoryJournal journal = MemoryJournal.of(SamplePlan.toProduction());
    private final Listening sink = new Listening();

    static LongStream everyEntry() {
        return LongStream.range(1, ENTRIES);
    }

    @Test
    void whatACrashingAppSaysIsKeptAndToldWithoutItsSecret() throws Exception {
        tells();

        try (RunHarness process = new RunHarness(journal, world, WaitMode.LEAVES, sink)) {
            process.go();
        }

        assertToldNowhere(journal);
        assertThat(world.kept()).hasSize(1);
        assertThat(world.kept().get(0).summary()).isEqualTo("it said password=••••");
        assertThat(world.kept().get(0).evidence())
                .containsExactly(
                        new Evidence("last lines", List.of("key ••••", "••••, and no more", "red text")),
                        new Evidence("beside", List.of("aGVs ••••"), true));
    }

    @ParameterizedTest
    @MethodSource("everyEntry")
    void aProcessThatTakesAReleaseUpKnowsTheSecretsBeforeItTellsAnything(long entry) throws Exception {
        tells();
        MemoryJournal killed = journal.dyingAt(entry);
        try (RunHarness process = new RunHarness(killed, world, WaitMode.LEAVES, sink)) {
            try {
                process.go();
            } catch (java.util.concurrent.ExecutionException dead) {
                assertThat(dead).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
            }
        }
        MemoryJournal resumed = killed.surviving();

        try (RunHarness process = new RunHarness(resumed, world, WaitMode.LEAVES, sink)) {
            process.go();
        }

        assertToldNowhere(resumed);
    }

    private void tells() {
        world.secret(SECRET);
        world.fault(
                "track staging",
                () -> new ReleaseException.Failed(Cause.of(CauseKind.CRASH_LOOP, "it said password=" + SECRET)
                        .seen(List.of(
                                new Evidence(
                                        "last lines",
                                        List.of(
                                                "key " + SECRET.substring(0, 8),
                                                SECRET.substring(8) + ", and no more",
                                                "\u001b[31mred\u001b[0m \u202etext")),
                                new Evidence("beside", List.of("aGVs czNjcjN0LWh1bnRlcjI="), true)))));
    }

    private void assertToldNowhere(MemoryJournal written) {
        assertThat(String.valueOf(written.entries())).contains("••••").doesNotContain("s3cr3t", "hunter2", "\u001b");
        assertThat(String.valueOf(world.kept())).doesNotContain("s3cr3t", "hunter2", "czNjcjN0LWh1", "\u001b");
        assertThat(String.join("\n", sink.told)).doesNotContain("s3cr3t", "hunter2", "\u001b");
    }

    private static final class Listening implements EventSink {
        private final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "listening";
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            told.add(String.valueOf(entry));
            return Map.of();
        }

        @Override
        public void log(StageId stage, String source, String line) {
            told.add(line);
        }

        @Override
        public void resource(StageId stage, ResourceStatus status) {
            told.add(status.message());
        }

        @Override
        public void note(StageId stage, String text) {
            told.add(text);
        }
    }
}
