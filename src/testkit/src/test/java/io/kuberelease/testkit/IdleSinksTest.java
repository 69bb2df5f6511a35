package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.StageId;
import io.kuberelease.port.EventSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A release may wait for days, and hundreds do in one Jenkins: who has nothing to tell holds no thread. */
class IdleSinksTest {
    private static final int LIMIT_MILLIS = 20_000;

    private static final StageId APPROVAL = new StageId("production.approval");

    private final FakeWorld world = new FakeWorld();

    @Test
    void aSinkHasAThreadOnlyWhileThereIsSomethingToTell() throws Exception {
        Noting sink = new Noting();
        try (RunHarness harness =
                new RunHarness(MemoryJournal.of(SamplePlan.withApproval()), world, WaitMode.LEAVES, sink)) {
            RunResult waits = harness.go();
            Thread before = sink.lastToldBy();
            before.join(LIMIT_MILLIS);

            Approval approval = Decisions.approval(waits.state(), true);
            Decisions.proven(world, waits.state(), APPROVAL, approval);
            RunResult over = harness.told(run -> run.decide(APPROVAL, approval)).go();

            assertThat(waits).isInstanceOf(RunResult.NeedsPerson.class);
            assertThat(before.isAlive()).isFalse();
            assertThat(over.state().result()).contains(ReleaseResult.SUCCEEDED);
        }

        assertThat(sink.told).hasSizeGreaterThan(1).last().isEqualTo("closed");
        assertThat(sink.results).contains(ReleaseResult.SUCCEEDED);
        assertThat(sink.lastToldBy().isAlive()).isFalse();
    }

    /** Remembers who told it what. */
    private static final class Noting implements EventSink {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final List<Thread> tellers = new CopyOnWriteArrayList<>();
        private final List<ReleaseResult> results = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "noting";
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            tellers.add(Thread.currentThread());
            state.result().ifPresent(results::add);
            told.add("event");
            return Map.of();
        }

        @Override
        public void close() {
            told.add("closed");
        }

        Thread lastToldBy() {
            return tellers.get(tellers.size() - 1);
        }
    }
}
