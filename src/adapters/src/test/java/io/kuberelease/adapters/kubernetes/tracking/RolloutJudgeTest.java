package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.applied;
import static io.kuberelease.adapters.kubernetes.tracking.Given.crashingPod;
import static io.kuberelease.adapters.kubernetes.tracking.Given.deployment;
import static io.kuberelease.adapters.kubernetes.tracking.Given.identity;
import static io.kuberelease.adapters.kubernetes.tracking.Given.notYetApplied;
import static io.kuberelease.adapters.kubernetes.tracking.Given.object;
import static io.kuberelease.adapters.kubernetes.tracking.Given.ordinal;
import static io.kuberelease.adapters.kubernetes.tracking.Given.replicaSet;
import static io.kuberelease.adapters.kubernetes.tracking.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.kuberelease.adapters.kubernetes.diagnosis.Patience;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutJudgeTest {
    private static final ResourceIdentity DEPLOYMENT = identity("apps/v1", "Deployment");
    private static final ResourceIdentity STATEFUL_SET = identity("apps/v1", "StatefulSet");
    private static final ResourceIdentity JOB = identity("batch/v1", "Job");
    private static final String DONE = "observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 3";
    private final RolloutJudge judge = new RolloutJudge(Patience.USUAL);

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
    void whatWeHoldMustBeAsNewAsWhatWasApplied() {
        HasMetadata seen = deployment(DONE);
        Horizon later = new Horizon(Map.of(), java.util.Optional.of(Map.of(DEPLOYMENT, 101L)));
        Horizon same = new Horizon(Map.of(), java.util.Optional.of(Map.of(DEPLOYMENT, 100L)));

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
        assertThat(symptom.grace()).contains(Patience.USUAL.creation());
    }

    @Test
    void aControllerThatGaveUpMakesWhateverThePodSuffersFromFinal() {
        HasMetadata gaveUp = deployment("observedGeneration: 2, replicas: 3, updatedReplicas: 3, conditions:"
                + " [{type: Progressing, status: \"False\", reason: ProgressDeadlineExceeded}]");

        assertThat(symptom(gaveUp).cause().kind()).isEqualTo(CauseKind.DEADLINE);
        assertThat(symptom(gaveUp).isDefinite()).isTrue();
    }

    @Test
    void aStatefulSetIsReadyOnceItsUpdateRevisionIsEverywhere() {
        ResourceIdentity set = identity("apps/v1", "StatefulSet");
        String yaml = """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: polls, generation: 2}
                spec: {replicas: 2, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: %d}}}
                status: {observedGeneration: %d, replicas: 2, updatedReplicas: %d, availableReplicas: 2, updateRevision: b}
                """;

        assertThat(status(set, object(yaml.formatted(0, 2, 2))).ready()).isTrue();
        assertThat(status(set, object(yaml.formatted(0, 2, 1))).ready()).isFalse();
        assertThat(status(set, object(yaml.formatted(0, 1, 2))).ready()).isFalse();
        assertThat(status(set, object(yaml.formatted(1, 2, 1))).ready()).isTrue();
    }

    @Test
    void onlyPodsOfAStatefulSetsUpdateRevisionCount() {
        ResourceIdentity set = identity("apps/v1", "StatefulSet");
        HasMetadata rolling = object("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: polls, generation: 2}
                spec: {replicas: 2, podManagementPolicy: Parallel}
                status: {observedGeneration: 2, replicas: 2, updatedReplicas: 1, availableReplicas: 1, updateRevision: b}
                """);

        assertThat(judge.judge(
                                set,
                                snapshot(rolling, crashingPod("p", "StatefulSet-polls", "controller-revision-hash: a")),
                                applied())
                        .orElseThrow()
                        .symptom())
                .isEmpty();
        assertThat(judge.judge(
                                set,
                                snapshot(rolling, crashingPod("p", "StatefulSet-polls", "controller-revision-hash: b")),
                                applied())
                        .orElseThrow()
                        .symptom())
                .isPresent();
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
    void aJobIsReadyOnceCompleteAndFailsOnceItsControllerSaysSo() {
        ResourceIdentity job = identity("batch/v1", "Job");
        String yaml = """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: polls}
                spec: {}
                status: {failed: 1, conditions: [{type: %s, status: "True", reason: BackoffLimitExceeded}]}
                """;

        assertThat(status(job, object(yaml.formatted("Complete"))).ready()).isTrue();
        assertThat(status(job, object(yaml.formatted("Suspended"))).ready()).isFalse();
        assertThat(judge.judge(job, snapshot(object(yaml.formatted("Failed"))), applied())
                        .orElseThrow()
                        .symptom()
                        .orElseThrow()
                        .cause()
                        .summary())
                .contains("BackoffLimitExceeded");
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
    void aPausedDeploymentIsNamedAndNeverCalledReady() {
        HasMetadata paused = deployment("observedGeneration: 2, replicas: 3, availableReplicas: 3");
        ((Deployment) paused).getSpec().setPaused(true);

        Symptom symptom = symptom(paused);

        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.STUCK);
        assertThat(symptom.grace()).contains(Patience.USUAL.blocked());
        assertThat(symptom.cause().suggestion().orElseThrow())
                .contains("kubectl -n polls rollout resume deployment/polls");
        ((Deployment) paused).getStatus().setUpdatedReplicas(3);
        assertThat(status(paused).ready()).isTrue();
    }

    @Test
    void aPodOfABadRevisionThatIsInTheWayOfTheUpdateIsToBeTakenAway() {
        Symptom symptom = ofSet("", ordinal(0, "good", true), ordinal(1, "bad", false));

        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.STUCK);
        assertThat(symptom.cause().summary())
                .contains("statefulset/polls: pod polls-1")
                .contains("kubernetes#67250");
        assertThat(symptom.cause().suggestion()).contains("kubectl -n polls delete pod polls-1");
        assertThat(symptom.grace()).contains(Patience.USUAL.blocked());
        assertThat(symptom.inTheWay().orElseThrow().uid()).isEqualTo("Pod-polls-1");
    }

    @Test
    void aPodOfTheRevisionThatWasGoodMayBeStartingAndIsLeftAlone() {
        assertThat(ofSet("", ordinal(0, "good", true), ordinal(1, "good", false))
                        .grace())
                .isEmpty();
    }

    @Test
    void whereNoOrderIsKeptNothingIsInTheWay() {
        HasMetadata set = statefulSet("podManagementPolicy: Parallel");

        assertThat(judge.judge(STATEFUL_SET, snapshot(set, ordinal(0, "bad", false)), applied())
                        .orElseThrow()
                        .symptom())
                .isEmpty();
    }

    @Test
    void aPodBelowThePartitionIsNamedAndLeftAlone() {
        Symptom symptom = ofSet(
                "updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}",
                ordinal(0, "good", false),
                ordinal(1, "good", true));

        assertThat(symptom.cause().summary()).contains("polls-0").contains("below the partition");
        assertThat(symptom.inTheWay()).isEmpty();
        assertThat(symptom.grace()).isEmpty();
    }

    @Test
    void whatIsUpdatedByHandIsReadyAndSaysWhatStillRuns() {
        HasMetadata set = object("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: polls, generation: 2}
                spec: {replicas: 2, updateStrategy: {type: OnDelete}}
                status: {observedGeneration: 2, replicas: 2, availableReplicas: 2, currentRevision: a, updateRevision: b}
                """);
        HasMetadata daemons = object("""
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: polls, generation: 2}
                spec: {updateStrategy: {type: OnDelete}}
                status: {observedGeneration: 2, desiredNumberScheduled: 3, currentNumberScheduled: 3, numberAvailable: 3}
                """);

        HasMetadata partition = object("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: polls, generation: 2}
                spec: {replicas: 2, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 2}}}
                status: {observedGeneration: 2, replicas: 2, availableReplicas: 2, currentRevision: a, updateRevision: b}
                """);

        ResourceStatus held = judge.judge(
                        STATEFUL_SET, snapshot(partition, ordinal(0, "a", true), ordinal(1, "a", true)), applied())
                .orElseThrow()
                .status();
        ResourceStatus status = judge.judge(
                        STATEFUL_SET, snapshot(set, ordinal(0, "a", true), ordinal(1, "a", true)), applied())
                .orElseThrow()
                .status();

        assertThat(held.ready()).isTrue();
        assertThat(held.message())
                .isEqualTo("2 of its pods run the revision before, held back by partition 2: none runs this release");

        assertThat(status.ready()).isTrue();
        assertThat(status.message()).startsWith("2 of its pods run the revision before");
        assertThat(status(identity("apps/v1", "DaemonSet"), daemons).ready()).isTrue();
        assertThat(status(identity("apps/v1", "DaemonSet"), daemons).message())
                .startsWith("3 of its pods run the revision before");
    }

    @Test
    void aPodThatAFinalizerHoldsIsNamedWhereItIsInTheWay() {
        HasMetadata held = ordinal(0, "good", false);
        held.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
        held.getMetadata().setFinalizers(List.of("example.com/keep"));
        ((Pod) held).getStatus().getContainerStatuses().get(0).setState(ended());

        Symptom symptom = ofSet("", held);

        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.STUCK);
        assertThat(symptom.cause().summary()).contains("pod polls-0").contains("example.com/keep");
    }

    @Test
    void howOftenAJobMayFailIsForTheJobToSay() {
        HasMetadata job = object("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: polls}
                spec: {backoffLimit: 9}
                status: {active: 1}
                """);

        assertThat(judge.judge(JOB, snapshot(job, crashingPod("p", "Job-polls", "")), applied())
                        .orElseThrow()
                        .symptom()
                        .orElseThrow()
                        .grace())
                .isEmpty();
    }

    @Test
    void aSuspendedJobIsReadyAndSaysThatItIsSuspended() {
        ResourceStatus status = status(JOB, object("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: polls}
                spec: {suspend: true}
                """));

        assertThat(status.ready()).isTrue();
        assertThat(status.message()).contains("suspended");
    }

    @Test
    void aJobThatIsRemovedAtOnceIsWhatItsEndWas() {
        HasMetadata complete = object("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: polls}
                spec: {ttlSecondsAfterFinished: 0}
                status: {succeeded: 1, conditions: [{type: Complete, status: "True"}]}
                """);
        HasMetadata unseen = object("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: polls}
                spec: {ttlSecondsAfterFinished: 0}
                status: {active: 1}
                """);

        assertThat(judge.judge(JOB, gone(complete), applied())
                        .orElseThrow()
                        .status()
                        .ready())
                .isTrue();
        Symptom symptom = judge.judge(JOB, gone(unseen), applied())
                .orElseThrow()
                .symptom()
                .orElseThrow();
        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.STUCK);
        assertThat(symptom.cause().suggestion().orElseThrow()).contains("ttlSecondsAfterFinished");
    }

    @Test
    void whatWasNotThereAnyMoreWhenAllWasAppliedIsNamed() {
        Horizon after = new Horizon(Map.of(), java.util.Optional.of(Map.of(JOB, Horizon.GONE)));

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

    private static Snapshot gone(HasMetadata object) {
        return new Snapshot(List.of(object), Set.of(object.getMetadata().getUid()));
    }

    private static ContainerState ended() {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(0)
                .endTerminated()
                .build();
    }

    private static HasMetadata statefulSet(String spec) {
        return object("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: polls, generation: 3}
                spec:
                  replicas: 2
                  %s
                status: {observedGeneration: 3, replicas: 2, availableReplicas: 1, currentRevision: good, updateRevision: next}
                """.formatted(spec));
    }

    private Symptom ofSet(String spec, HasMetadata... pods) {
        List<HasMetadata> all = new ArrayList<>(List.of(pods));
        all.add(statefulSet(spec));
        return judge.judge(STATEFUL_SET, snapshot(all.toArray(HasMetadata[]::new)), applied())
                .orElseThrow()
                .symptom()
                .orElseThrow();
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
