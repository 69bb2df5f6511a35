package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.Optional;

/** Why no node takes a pod, and whether an autoscaler is about to change that. */
final class SchedulingDiagnosis {
    private final Patience patience;
    private final Pod pod;
    private final ObjectEvents events;

    SchedulingDiagnosis(Patience patience, Pod pod, ObjectEvents events) {
        this.patience = patience;
        this.pod = pod;
        this.events = events;
    }

    Optional<Symptom> symptom() {
        return PodDiagnosis.condition(pod, "PodScheduled")
                .filter(condition -> "False".equals(condition.getStatus()))
                .map(this::symptomOf);
    }

    private Symptom symptomOf(PodCondition condition) {
        String key = "pod/" + pod.getMetadata().getUid() + "/scheduling";
        String summary = "no node takes pod " + pod.getMetadata().getName() + ": " + OneLine.of(condition.getMessage());
        Cause cause = Cause.of(CauseKind.UNSCHEDULABLE, summary)
                .suggesting("lower what the pod requests, or give the cluster a node that fits");
        if (helpIsComing() || !"Unschedulable".equals(condition.getReason())) {
            return Symptom.passing(key, cause);
        }
        return events.latest("NotTriggerScaleUp").isPresent()
                ? Symptom.definite(key, cause)
                : Symptom.lasting(key, cause, patience.unschedulable());
    }

    /** Cluster Autoscaler says TriggeredScaleUp, Karpenter Nominated; a nominated node is being emptied for the pod. */
    private boolean helpIsComing() {
        return events.latest("TriggeredScaleUp").isPresent()
                || events.latest("Nominated").isPresent()
                || pod.getStatus().getNominatedNodeName() != null;
    }
}
