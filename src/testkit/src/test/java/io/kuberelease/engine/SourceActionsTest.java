package io.kuberelease.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.testkit.SamplePlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SourceActionsTest {
    @Test
    void datastoresOutliveTestsThatMayTakeDays() {
        ReleasePlan sample = SamplePlan.toProduction();
        ReleasePlan plan = sample.withStages(sample.stages().stream()
                .map(stage -> stage.task() instanceof StageTask.RunTests
                        ? new Stage(stage.id(), stage.trigger(), Duration.ofDays(3), stage.task())
                        : stage)
                .toList());

        assertThat(SourceActions.lifetime(plan)).isGreaterThan(Duration.ofDays(3));
    }
}
