package io.kuberelease.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.engine.Ports;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.testkit.FakeWorld;
import io.kuberelease.testkit.SamplePlan;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PreviewTest {
    private final Ports ports = new FakeWorld().ports();

    @Test
    void everyEnvironmentThatTheReleaseGoesToIsShownInItsOrder() {
        assertThat(new Preview(ports, ports.bundles())
                        .of(SamplePlan.withApproval(), Instant.EPOCH)
                        .keySet())
                .containsExactly(new EnvironmentName("staging"), new EnvironmentName("production"));
    }

    @Test
    void anEnvironmentThatTheReleaseDoesNotGoToIsNotShown() {
        assertThat(new Preview(ports, ports.bundles())
                        .of(onlyStaging(SamplePlan.withApproval()), Instant.EPOCH)
                        .keySet())
                .containsExactly(new EnvironmentName("staging"));
    }

    /** As {@code --to staging} makes it: the bundle is for production, too. */
    private static ReleasePlan onlyStaging(ReleasePlan all) {
        return new ReleasePlan(
                all.release(),
                all.app(),
                all.version(),
                all.source(),
                all.startedBy(),
                all.notifies(),
                all.stages().stream()
                        .filter(stage -> !stage.id().part().equals("production"))
                        .toList());
    }
}
