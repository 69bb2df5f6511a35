package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.engine.Loop;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.SinkHub;
import io.kuberelease.engine.StageActions;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.Journal;
import io.kuberelease.port.EventSink;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One process's share of a release: its own threads, which are gone when it is closed. */
final class RunHarness implements AutoCloseable {
    private static final int LIMIT_SECONDS = 20;

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final SinkHub sinks;
    private final ReleaseRun run;

    RunHarness(Journal journal, FakeWorld world, WaitMode waitMode, EventSink... sinks) {
        this(journal, world, waitMode, InstantSource.system(), sinks);
    }

    RunHarness(Journal journal, FakeWorld world, WaitMode waitMode, InstantSource clock, EventSink... sinks) {
        this.sinks = new SinkHub(List.of(sinks));
        this.run = new ReleaseRun(
                journal,
                new StageActions(world.ports(), workers, clock),
                this.sinks,
                clock,
                Loop.among(loop, loop),
                waitMode);
    }

    RunResult go() throws Exception {
        return go(started -> {});
    }

    /** Tells the run something before it begins. */
    RunHarness told(Consumer<ReleaseRun> first) {
        first.accept(run);
        return this;
    }

    RunResult go(Consumer<ReleaseRun> meanwhile) throws Exception {
        var ending = run.go();
        meanwhile.accept(run);
        return ending.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        sinks.close();
        workers.shutdownNow();
        try {
            assertThat(workers.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.shutdownNow();
    }
}
