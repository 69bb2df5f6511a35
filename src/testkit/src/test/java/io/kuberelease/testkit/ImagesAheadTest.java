package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.EventSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The image is on its way to the nodes of the next environment while what comes before still goes on. */
class ImagesAheadTest {
    private final FakeWorld world = new FakeWorld();
    private final ReleasePlan plan = SamplePlan.prefetching(SamplePlan.toProduction());
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final CountDownLatch said = new CountDownLatch(1);

    @Test
    void theFirstEnvironmentIsAskedWhileTestsRunAndTheNextOneWhileThatIsChecked() throws Exception {
        CountDownLatch first = asked("prefetch staging");
        CountDownLatch second = asked("prefetch production");
        world.fault("test", onlyAfter(first));
        world.fault("http staging", onlyAfter(second));

        assertThat(run(plan).state().result()).contains(ReleaseResult.SUCCEEDED);

        assertThat(world.count("prefetch staging")).isEqualTo(1);
        assertThat(world.count("prefetch production")).isEqualTo(1);
        assertThat(world.changes()).containsSubsequence("make way staging", "deploy staging");
    }

    @Test
    void whileTestsWaitForTheirDatastoresTheirOwnClusterIsAsked() throws Exception {
        world.fault("datastores", onlyAfter(asked("prefetch test")));

        assertThat(run(plan).state().result()).contains(ReleaseResult.SUCCEEDED);
    }

    @Test
    void theNextEnvironmentIsComparedWhileTheOneBeforeIsChecked() throws Exception {
        world.fault("http staging", onlyAfter(asked("compare ahead production")));

        assertThat(run(plan).state().result()).contains(ReleaseResult.SUCCEEDED);
    }

    @Test
    void whatTheComparisonAheadMeetsIsLeftToTheStage() throws Exception {
        CountDownLatch met = new CountDownLatch(1);
        world.fault("compare ahead production", () -> {
            met.countDown();
            return forbidden();
        });
        world.fault("http staging", onlyAfter(met));

        assertThat(run(plan).state().result()).contains(ReleaseResult.SUCCEEDED);
    }

    @Test
    void theFirstEnvironmentIsComparedWhileTestsRun() throws Exception {
        world.fault("test", onlyAfter(asked("compare ahead staging")));

        assertThat(run(plan).state().result()).contains(ReleaseResult.SUCCEEDED);
    }

    @Test
    void nothingIsComparedAheadAfterAFailure() throws Exception {
        CountDownLatch never = asked("compare ahead production");
        world.fault("deploy staging", ImagesAheadTest::forbidden);

        run(plan);

        assertThat(never.getCount()).isEqualTo(1);
    }

    @Test
    void whatCanNotBeBroughtIsSaidOnceAndChangesNothing() throws Exception {
        world.fault("prefetch staging", ImagesAheadTest::forbidden);
        world.fault("prefetch production", ImagesAheadTest::forbidden);
        world.fault("prefetch test", ImagesAheadTest::forbidden);
        world.fault("make way staging", ImagesAheadTest::forbidden);
        world.fault("http staging", onlyAfter(said));

        assertThat(run(plan).state().result()).contains(ReleaseResult.SUCCEEDED);

        assertThat(logged)
                .filteredOn(line -> line.contains("ahead of time"))
                .singleElement()
                .asString()
                .contains("may not create jobs");
    }

    @Test
    void anImageThatHasNotPassedItsTestsGoesToNoFurtherEnvironment() throws Exception {
        world.redden();

        run(plan);

        assertThat(world.count("prefetch production")).isZero();
    }

    @Test
    void whoDoesNotWantItIsNotAskedFor() throws Exception {
        run(SamplePlan.toProduction());

        assertThat(world.changes()).noneMatch(change -> change.startsWith("prefetch") || change.startsWith("make way"));
    }

    private RunResult run(ReleasePlan wanted) throws Exception {
        try (RunHarness process = new RunHarness(MemoryJournal.of(wanted), world, WaitMode.LEAVES, new Listening())) {
            return process.go();
        }
    }

    private CountDownLatch asked(String what) {
        CountDownLatch asked = new CountDownLatch(1);
        world.fault(what, () -> {
            asked.countDown();
            return null;
        });
        return asked;
    }

    private static Supplier<RuntimeException> onlyAfter(CountDownLatch latch) {
        return () -> {
            try {
                return latch.await(10, TimeUnit.SECONDS) ? null : new IllegalStateException("was not asked meanwhile");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new IllegalStateException(e);
            }
        };
    }

    private static ReleaseException forbidden() {
        return new ReleaseException.Failed(Cause.of(CauseKind.ACCESS_DENIED, "may not create jobs"));
    }

    private final class Listening implements EventSink {
        @Override
        public String name() {
            return "listening";
        }

        @Override
        public java.util.Map<String, String> event(
                io.kuberelease.journal.JournalEntry entry, io.kuberelease.journal.ReleaseState state) {
            return java.util.Map.of();
        }

        @Override
        public void log(StageId stage, String source, String line) {
            logged.add(line);
            if (line.contains("ahead of time")) {
                said.countDown();
            }
        }
    }
}
