package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.applied;
import static io.kuberelease.adapters.kubernetes.tracking.Given.crashingPod;
import static io.kuberelease.adapters.kubernetes.tracking.Given.deployment;
import static io.kuberelease.adapters.kubernetes.tracking.Given.identity;
import static io.kuberelease.adapters.kubernetes.tracking.Given.notYetApplied;
import static io.kuberelease.adapters.kubernetes.tracking.Given.object;
import static io.kuberelease.adapters.kubernetes.tracking.Given.replicaSet;
import static io.kuberelease.adapters.kubernetes.tracking.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import org.junit.jupiter.api.Test;

/** How far a Deployment has come, and why it does not go on. */
class DeploymentRolloutTest {
    private static final ResourceIdentity DEPLOYMENT = identity("apps/v1", "Deployment");
    private static final String DONE = "observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 3";
    private final RolloutJudge judge = new RolloutJudge(GracePeriods.USUAL);

    @Test
    void aDeploymentIsReadyOnceAllReplicasAreUpdatedAndAvailable() {
        assertThat(status(deployment(DONE))).isEqualTo(new ResourceStatus(DEPLOYMENT, 3, 3, "", true));
    }

    @Test
    void aDeploymentThatItsControllerHasNotSeenYetIsNotReadyThoughTheOldRevisionIs() {
        ResourceStatus status =
                status(deployment("observedGeneration: 1, replicas: 3, updatedReplicas: 3, availableReplicas: 3"));

        assertThat(status.ready()).isFalse();
        assertThat(status.message()).contains("controller");
    }

    @Test
    void podsOfTheOldRevisionAreWaitedForUntilTheyAreGone() {
        assertThat(status(deployment("observedGeneration: 2, replicas: 4, updatedReplicas: 3, availableReplicas: 4"))
                        .message())
                .isEqualTo("1 of the old revision still there");
        assertThat(status(deployment("observedGeneration: 2, replicas: 3, updatedReplicas: 1, availableReplicas: 3"))
                        .message())
                .isEqualTo("1 of 3 updated");
        assertThat(status(deployment("observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 2"))
                        .ready())
                .isFalse();
    }

    @Test
    void aCrashLoopOfThePresentRevisionIsTheCauseAndOneOfTheOldRevisionIsNot() {
        HasMetadata rolling =
                deployment("observedGeneration: 2, replicas: 4, updatedReplicas: 1, availableReplicas: 3");
        HasMetadata old = replicaSet("old", 1, "");
        HasMetadata present = replicaSet("new", 2, "");

        assertThat(judge.judge(
                                DEPLOYMENT,
                                snapshot(rolling, old, present, crashingPod("p", "ReplicaSet-old", "")),
                                applied())
                        .orElseThrow()
                        .symptom())
                .isEmpty();
        assertThat(symptom(rolling, old, present, crashingPod("p", "ReplicaSet-new", ""))
                        .cause()
                        .kind())
                .isEqualTo(CauseKind.CRASH_LOOP);
    }

    @Test
    void beforeEverythingIsAppliedOnlyNewPodsCount() {
        HasMetadata before = deployment("observedGeneration: 2, replicas: 4, updatedReplicas: 1");
        HasMetadata present = replicaSet("new", 2, "");
        HasMetadata pod = crashingPod("p", "ReplicaSet-new", "");
        HasMetadata changed = deployment("observedGeneration: 3, replicas: 4, updatedReplicas: 1");
        changed.getMetadata().setGeneration(3L);

        assertThat(judge.judge(DEPLOYMENT, snapshot(before, present, pod), notYetApplied(before, present, pod)))
                .isEmpty();
        assertThat(judge.judge(DEPLOYMENT, snapshot(changed, present, pod), notYetApplied(before, present, pod))
                        .orElseThrow()
                        .symptom())
                .isEmpty();
        assertThat(judge.judge(DEPLOYMENT, snapshot(changed, present, pod), notYetApplied(before, present))
                        .orElseThrow()
                        .symptom())
                .isPresent();
    }

    @Test
    void aQuotaIsNamedFromTheReplicaSet() {
        Symptom symptom = symptom(
                deployment("observedGeneration: 2, replicas: 0, updatedReplicas: 0"),
                replicaSet(
                        "new",
                        2,
                        "conditions: [{type: ReplicaFailure, status: \"True\", reason: FailedCreate,"
                                + " message: \"pods is forbidden: exceeded quota: small\"}]"));

        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.QUOTA);
        assertThat(symptom.grace()).contains(GracePeriods.USUAL.creation());
    }

    @Test
    void aControllerThatGaveUpMakesWhateverThePodSuffersFromFinal() {
        HasMetadata gaveUp = deployment("observedGeneration: 2, replicas: 3, updatedReplicas: 3, conditions:"
                + " [{type: Progressing, status: \"False\", reason: ProgressDeadlineExceeded}]");

        assertThat(symptom(gaveUp).cause().kind()).isEqualTo(CauseKind.DEADLINE);
        assertThat(symptom(gaveUp).isDefinite()).isTrue();
    }

    @Test
    void aPausedDeploymentIsNamedAndNeverCalledReady() {
        HasMetadata paused = deployment("observedGeneration: 2, replicas: 3, availableReplicas: 3");
        ((Deployment) paused).getSpec().setPaused(true);

        Symptom symptom = symptom(paused);

        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.STUCK);
        assertThat(symptom.grace()).contains(GracePeriods.USUAL.blocked());
        assertThat(symptom.cause().suggestion().orElseThrow())
                .contains("kubectl -n polls rollout resume deployment/polls");
        ((Deployment) paused).getStatus().setUpdatedReplicas(3);
        assertThat(status(paused).ready()).isTrue();
    }

    private ResourceStatus status(HasMetadata deployment) {
        return status(DEPLOYMENT, deployment);
    }

    private ResourceStatus status(ResourceIdentity resource, HasMetadata object) {
        return judge.judge(resource, snapshot(object), applied()).orElseThrow().status();
    }

    private Symptom symptom(HasMetadata... objects) {
        return judge.judge(DEPLOYMENT, snapshot(objects), applied())
                .orElseThrow()
                .symptom()
                .orElseThrow();
    }
}
