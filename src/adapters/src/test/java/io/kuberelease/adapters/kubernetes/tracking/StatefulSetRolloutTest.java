package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.applied;
import static io.kuberelease.adapters.kubernetes.tracking.Given.crashingPod;
import static io.kuberelease.adapters.kubernetes.tracking.Given.identity;
import static io.kuberelease.adapters.kubernetes.tracking.Given.object;
import static io.kuberelease.adapters.kubernetes.tracking.Given.ordinal;
import static io.kuberelease.adapters.kubernetes.tracking.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far a StatefulSet has come, whose pods come in an order, and what is in its way. */
class StatefulSetRolloutTest {
    private static final ResourceIdentity STATEFUL_SET = identity("apps/v1", "StatefulSet");
    private final RolloutJudge judge = new RolloutJudge(GracePeriods.USUAL);

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
    void aPodOfABadRevisionThatIsInTheWayOfTheUpdateIsToBeTakenAway() {
        Symptom symptom = ofSet("", ordinal(0, "good", true), ordinal(1, "bad", false));

        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.STUCK);
        assertThat(symptom.cause().summary())
                .contains("statefulset/polls: pod polls-1")
                .contains("kubernetes#67250");
        assertThat(symptom.cause().suggestion()).contains("kubectl -n polls delete pod polls-1");
        assertThat(symptom.grace()).contains(GracePeriods.USUAL.blocked());
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

    private ResourceStatus status(ResourceIdentity resource, HasMetadata object) {
        return judge.judge(resource, snapshot(object), applied()).orElseThrow().status();
    }
}
