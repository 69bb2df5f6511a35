package io.kuberelease.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import io.kuberelease.testkit.SamplePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseRunnerTest {
    @TempDir
    Path directory;

    private final Threads threads = Threads.ofProgram();

    @AfterEach
    void stop() {
        threads.close();
    }

    /** A process that is killed between the two leaves a release that is resumed without what it needs. */
    @Test
    void whatAHostRemembersOfAReleaseIsThereBeforeTheReleaseIs() throws Exception {
        Path release = directory.resolve("r1");
        MinimalHost host = new MinimalHost(directory, threads, new ArrayList<>());
        ReleasePlan sample = SamplePlan.toProduction();
        ReleasePlan plan = sample.withStages(sample.stages().stream()
                .filter(stage -> stage.task() instanceof StageTask.PackageChart)
                .toList());

        assertThatThrownBy(() -> new ReleaseRunner(threads, InstantSource.system()).begin(release, plan, host, () -> {
                    assertThat(Files.isDirectory(release)).isTrue();
                    assertThat(FileJournal.hasBegun(release)).isFalse();
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(FileJournal.hasBegun(release)).isFalse();
    }
}
