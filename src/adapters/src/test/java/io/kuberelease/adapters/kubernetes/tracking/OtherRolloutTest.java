package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.applied;
import static io.kuberelease.adapters.kubernetes.tracking.Given.deployment;
import static io.kuberelease.adapters.kubernetes.tracking.Given.identity;
import static io.kuberelease.adapters.kubernetes.tracking.Given.notYetApplied;
import static io.kuberelease.adapters.kubernetes.tracking.Given.object;
import static io.kuberelease.adapters.kubernetes.tracking.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How far all other kinds have come, and what is true of every kind. */
class OtherRolloutTest {
    private static final ResourceIdentity DEPLOYMENT = identity("apps/v1", "Deployment");
    private static final ResourceIdentity JOB = identity("batch/v1", "Job");
    private static final String DONE = "observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 3";
    private final RolloutJudge judge = new RolloutJudge(GracePeriods.USUAL);

    @Test
    void whatWeHoldMustBeAsNewAsWhatWasApplied() {
        HasMetadata seen = deployment(DONE);
        RolloutBaseline later = new RolloutBaseline(Map.of(), java.util.Optional.of(Map.of(DEPLOYMENT, 101L)));
        RolloutBaseline same = new RolloutBaseline(Map.of(), java.util.Optional.of(Map.of(DEPLOYMENT, 100L)));

        assertThat(judge.judge(DEPLOYMENT, snapshot(seen), later)
                        .orElseThrow()
                        .status()
                        .ready())
                .isFalse();
        assertThat(judge.judge(DEPLOYMENT, snapshot(seen), same)
                        .orElseThrow()
                        .status()
                        .ready())
                .isTrue();
    }

    @Test
    void aDaemonSetIsReadyOnceEachNodeRunsTheUpdate() {
        ResourceIdentity set = identity("apps/v1", "DaemonSet");
        String yaml = """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: polls, generation: 2}
            spec: {}
            status: {observedGeneration: 2, desiredNumberScheduled: 3, currentNumberScheduled: 3, updatedNumberScheduled: %d, numberAvailable: %d}
            """;

        assertThat(status(set, object(yaml.formatted(3, 3))).ready()).isTrue();
        assertThat(status(set, object(yaml.formatted(2, 3))).ready()).isFalse();
        assertThat(status(set, object(yaml.formatted(3, 2))).current()).isEqualTo(2);
    }

    @Test
    void aClaimIsReadyOnceBoundAndAServiceOnceItHasItsAddress() {
        String claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: polls}\nstatus: {phase: %s}\n";
        String service = "apiVersion: v1\nkind: Service\nmetadata: {name: polls}\nspec: {type: %s}\n";
        ResourceIdentity claims = identity("v1", "PersistentVolumeClaim");
        ResourceIdentity services = identity("v1", "Service");

        assertThat(status(claims, object(claim.formatted("Bound"))).ready()).isTrue();
        assertThat(status(claims, object(claim.formatted("Pending"))).ready()).isFalse();
        assertThat(status(services, object(service.formatted("ClusterIP"))).ready())
                .isTrue();
        assertThat(status(services, object(service.formatted("LoadBalancer"))).ready())
                .isFalse();
    }

    @Test
    void anythingElseIsReadyOnceApplied() {
        ResourceIdentity config = identity("v1", "ConfigMap");

        assertThat(judge.judge(config, snapshot(), notYetApplied())).isEmpty();
        assertThat(judge.judge(config, snapshot(), applied())
                        .orElseThrow()
                        .status()
                        .ready())
                .isTrue();
    }

    @Test
    void whatIsNotThereIsNotReady() {
        assertThat(judge.judge(DEPLOYMENT, snapshot(), applied())
                        .orElseThrow()
                        .status()
                        .ready())
                .isFalse();
    }

    @Test
    void whatWasNotThereAnyMoreWhenAllWasAppliedIsNamed() {
        RolloutBaseline after = new RolloutBaseline(Map.of(), java.util.Optional.of(Map.of(JOB, RolloutBaseline.GONE)));

        assertThat(judge.judge(JOB, snapshot(), after)
                        .orElseThrow()
                        .symptom()
                        .orElseThrow()
                        .cause()
                        .kind())
                .isEqualTo(CauseKind.STUCK);
        assertThat(judge.judge(JOB, snapshot(), applied()).orElseThrow().symptom())
                .isEmpty();
    }

    private ResourceStatus status(ResourceIdentity resource, HasMetadata object) {
        return judge.judge(resource, snapshot(object), applied()).orElseThrow().status();
    }
}
