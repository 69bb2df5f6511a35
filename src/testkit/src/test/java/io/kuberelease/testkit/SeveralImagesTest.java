package io.kuberelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.engine.RunResult;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several images in one release: each is built, tagged, recorded and resumed by itself. */
class SeveralImagesTest {
    /** The two builds begin and end among the first entries, beside datastores and chart. */
    private static final long ENTRIES_UP_TO_THE_BUNDLE = 16;

    private final FakeWorld world = new FakeWorld();

    @Test
    void allAreBuiltTaggedAndRecorded() throws Exception {
        ReleasePlan plan = SamplePlan.severalImages("api", "web");

        RunResult result = run(MemoryJournal.of(plan));

        assertThat(result.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(world.changes()).contains("build api", "build web", "tag 1.4.0-api", "tag 1.4.0-web");
        EnvironmentRecord record = world.ports()
                .records()
                .history(plan.environment(new EnvironmentName("production")).orElseThrow())
                .get(0);
        assertThat(record.images().names()).containsExactlyInAnyOrder(new ImageName("api"), new ImageName("web"));
        assertThat(record.images().of(Optional.of(new ImageName("web"))).repository())
                .hasToString("registry.example/acme/polls-web");
    }

    static LongStream everyEntryUpToTheBundle() {
        return LongStream.range(1, ENTRIES_UP_TO_THE_BUNDLE);
    }

    @ParameterizedTest
    @MethodSource("everyEntryUpToTheBundle")
    void whatWasPushedBeforeAKillIsNotBuiltAgain(long entry) throws Exception {
        MemoryJournal killed =
                MemoryJournal.of(SamplePlan.severalImages("api", "web")).dyingAt(entry);
        assertThatThrownBy(() -> run(killed)).hasRootCauseInstanceOf(MemoryJournal.Killed.class);
        MemoryJournal survived = killed.surviving();
        List<String> done = List.of("api", "web").stream()
                .filter(image -> isBuilt(survived, image))
                .toList();

        RunResult result = run(survived);

        assertThat(result.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(done).allSatisfy(image -> assertThat(world.count("build " + image))
                .as("builds of " + image)
                .isEqualTo(1));
        assertThat(world.environments().revisions("production")).hasSize(1);
    }

    private static boolean isBuilt(MemoryJournal journal, String image) {
        return journal.entries().stream()
                .anyMatch(entry -> entry.event() instanceof ReleaseEvent.StageEnded ended
                        && ended.stage().equals(new StageId("build-" + image)));
    }

    @Test
    void threeAreBuiltAtATime() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        List<String> names = List.of("a", "b", "c", "d", "e");
        names.forEach(name -> world.fault("build " + name, () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            three.countDown();
            try {
                assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            now.decrementAndGet();
            return null;
        }));

        RunResult result = run(MemoryJournal.of(SamplePlan.severalImages(names.toArray(String[]::new))));

        assertThat(result.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(most.get()).isEqualTo(3);
    }

    @Test
    void oneThatCanNotBeBuiltEndsTheReleaseBeforeAnythingIsPublished() throws Exception {
        world.fault(
                "build web", () -> new ReleaseException.Failed(Cause.of(CauseKind.BUILD_FAILED, "no such package")));

        RunResult result = run(MemoryJournal.of(SamplePlan.severalImages("api", "web")));

        assertThat(result.state().result()).contains(ReleaseResult.FAILED);
        assertThat(world.changes()).noneMatch(change -> change.startsWith("tag") || change.startsWith("deploy"));
    }

    private RunResult run(MemoryJournal journal) throws Exception {
        try (RunHarness process = new RunHarness(journal, world, WaitMode.LEAVES)) {
            return process.go();
        }
    }
}
