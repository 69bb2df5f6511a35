package io.kuberelease.adapters.kubernetes.diagnosis;

import static io.kuberelease.adapters.kubernetes.diagnosis.Pods.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kuberelease.model.CauseKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node that the cluster does not hear of any more: nothing but an event and one condition says so. */
class NodeDiagnosisTest {
    private final PodDiagnosis diagnosis = new PodDiagnosis(GracePeriods.USUAL);

    @Test
    void thatThePodsNodeIsLostIsToldAtOnceWithItsNameAndIsNotFinal() {
        Symptom symptom = symptom(onLostNode()).orElseThrow();

        assertThat(symptom.grace()).as("it may come back").isEmpty();
        assertThat(symptom.cause().kind()).isEqualTo(CauseKind.STUCK);
        assertThat(symptom.cause().summary())
                .isEqualTo("pod polls-1 is on node worker-2, which is not ready: the cluster does not hear of it");
        assertThat(symptom.cause().suggestion())
                .hasValueSatisfying(way -> assertThat(way).contains("kubectl describe node worker-2"));
    }

    @Test
    void aPodThatIsTakenFromALostNodeAndCanNotEndIsNamedToo() {
        Pod evicted = new PodBuilder(onLostNode())
                .editMetadata()
                .withDeletionTimestamp("2026-11-30T00:00:00Z")
                .endMetadata()
                .build();

        assertThat(symptom(evicted))
                .hasValueSatisfying(found ->
                        assertThat(found.cause().summary()).contains("worker-2", "its end can't be confirmed"));
    }

    @Test
    void anOldEventSaysNothingOnceTheNodeSpeaksAgain() {
        Pod heard = new PodBuilder(onLostNode())
                .editStatus()
                .withConditions()
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .withReason("ContainersNotReady")
                .endCondition()
                .addNewCondition()
                .withType("ContainersReady")
                .withStatus("False")
                .endCondition()
                .endStatus()
                .build();

        assertThat(symptom(heard)).isEmpty();
    }

    private Optional<Symptom> symptom(Pod pod) {
        return diagnosis.symptom(pod, List.of(event("NodeNotReady", "Node is not ready")));
    }

    /** As the node life cycle controller leaves it. */
    private static Pod onLostNode() {
        return new PodBuilder(Pods.running())
                .editSpec()
                .withNodeName("worker-2")
                .endSpec()
                .editStatus()
                .withConditions()
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .endCondition()
                .addNewCondition()
                .withType("ContainersReady")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }
}
