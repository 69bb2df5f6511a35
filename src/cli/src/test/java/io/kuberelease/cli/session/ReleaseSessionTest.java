package io.kuberelease.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.app.Closings;
import io.kuberelease.app.ReleaseRunner.OpenRelease;
import io.kuberelease.engine.Loop;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.SinkHub;
import io.kuberelease.engine.StageActions;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.Journal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.port.EventSink;
import io.kuberelease.testkit.FakeWorld;
import io.kuberelease.testkit.MemoryJournal;
import io.kuberelease.testkit.SamplePlan;
import io.kuberelease.view.Details;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReleaseSessionTest {
    private static final int LIMIT_SECONDS = 20;

    /** Open until somebody begins to close what the release holds. */
    private final CountDownLatch closing = new CountDownLatch(1);

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        workers.shutdownNow();
        timers.shutdownNow();
    }

    /** Whoever takes it up elsewhere must know what was told already, and whoever looks later what went wrong. */
    @Test
    void whatASinkSaysLastIsWrittenBeforeTheJournalIsClosed() {
        ClosingJournal journal = new ClosingJournal(closing);
        OpenRelease release = open(journal, new SlowSink(closing));

        RunResult result =
                new ReleaseSession(Decider.nobody(), System.err).drive(release, new ReleaseId("r1"), run -> {});

        assertThat(result).isInstanceOf(RunResult.NeedsPerson.class);
        assertThat(journal.told).contains("written: last words").endsWith("closed");
    }

    private OpenRelease open(Journal journal, EventSink sink) {
        InstantSource clock = InstantSource.system();
        SinkHub hub = new SinkHub(List.of(sink));
        Loop loop = Loop.among(workers, timers);
        StageActions actions = new StageActions(new FakeWorld().ports(), workers, clock);
        return new OpenRelease(
                new ReleaseRun(journal, actions, hub, clock, loop, WaitMode.LEAVES),
                loop,
                () -> Details.NONE,
                () -> {
                    closing.countDown();
                    hub.close();
                },
                () -> Closings.all(List.of(journal::close, hub::close)));
    }

    /** Takes its time over what people are asked for: until all is being closed. */
    private static final class SlowSink implements EventSink {
        private final CountDownLatch closing;
        private boolean said;

        SlowSink(CountDownLatch closing) {
            this.closing = closing;
        }

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) throws InterruptedException {
            if (said || state.all().stream().noneMatch(stage -> stage.isWaiting())) {
                return Map.of();
            }
            said = true;
            assertThat(closing.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return Map.of("last", "last words");
        }
    }

    /** Tells in which order it is used. */
    private static final class ClosingJournal implements Journal {
        private final MemoryJournal journal = MemoryJournal.of(SamplePlan.withApproval());
        private final List<String> told = new ArrayList<>();
        private final CountDownLatch closing;

        ClosingJournal(CountDownLatch closing) {
            this.closing = closing;
        }

        @Override
        public List<JournalEntry> entries() {
            return journal.entries();
        }

        @Override
        public synchronized void append(List<JournalEntry> news) {
            news.forEach(entry -> told.add(
                    "written: " + (entry.event() instanceof ReleaseEvent.SinkNoted noted ? noted.value() : "")));
            journal.append(news);
        }

        @Override
        public synchronized void close() {
            told.add("closed");
            closing.countDown();
        }
    }
}
