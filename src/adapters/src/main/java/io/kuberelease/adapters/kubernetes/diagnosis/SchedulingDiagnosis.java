package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds why no node takes a pod, and whether an autoscaler is about to change that. */
final class SchedulingDiagnosis {
    private static final Pattern CLAIMS = Pattern.compile(
            "unbound immediate persistentvolumeclaim|persistentvolumeclaim \"[^\"]*\" (not found|is being deleted)",
            Pattern.CASE_INSENSITIVE);
    private final GracePeriods gracePeriods;
    private final Pod pod;
    private final ObjectEvents events;
    private final List<Event> namespace;

    /**
     * @param events the pod's own events
     * @param namespace all known events of its namespace, including those of its claims
     */
    SchedulingDiagnosis(GracePeriods gracePeriods, Pod pod, ObjectEvents events, List<Event> namespace) {
        this.gracePeriods = gracePeriods;
        this.pod = pod;
        this.events = events;
        this.namespace = namespace;
    }

    Optional<Symptom> symptom() {
        return PodDiagnosis.condition(pod, "PodScheduled")
                .filter(condition -> "False".equals(condition.getStatus()))
                .map(condition -> unboundClaim(condition).orElseGet(() -> symptomOf(condition)));
    }

    /** Blames the claim and not the nodes when a volume claim of the pod is missing or unbound. */
    private Optional<Symptom> unboundClaim(PodCondition condition) {
        String message = OneLine.of(condition.getMessage());
        return CLAIMS.matcher(message).find()
                ? Optional.of(new ClaimDiagnosis(gracePeriods).symptom(pod, namespace, message))
                : Optional.empty();
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
                : Symptom.lasting(key, cause, gracePeriods.unschedulable());
    }

    /**
     * Cluster Autoscaler reports TriggeredScaleUp, Karpenter Nominated; a nominated node is being emptied for the pod.
     */
    private boolean helpIsComing() {
        return events.latest("TriggeredScaleUp").isPresent()
                || events.latest("Nominated").isPresent()
                || pod.getStatus().getNominatedNodeName() != null;
    }
}
