package io.kuberelease.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.testkit.SamplePlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificatesTest {
    @Test
    void aBundleChangesTheBuildAndNothingElseOfThePlan() {
        ReleasePlan plan = SamplePlan.toProduction().noting(List.of("the tag V1.2.3 was not taken"));

        ReleasePlan given = Certificates.given(plan, Path.of("/etc/company.pem"));

        assertThat(given.stages())
                .filteredOn(stage -> stage.task() instanceof BuildImage)
                .singleElement()
                .satisfies(
                        stage -> assertThat(((BuildImage) stage.task()).image().caBundle())
                                .contains("/etc/company.pem"));
        assertThat(given.withStages(plan.stages())).isEqualTo(plan);
    }
}
