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
        return said().map(said -> unboundClaim(said.message()).orElseGet(() -> symptomOf(said)));
    }

    /** What the scheduler says: by the pod's condition, and before that has been written by its event. */
    private Optional<Said> said() {
        Optional<PodCondition> condition = PodDiagnosis.condition(pod, "PodScheduled");
        if (condition.isPresent() || hasNode()) {
            return condition
                    .filter(found -> "False".equals(found.getStatus()))
                    .map(found -> new Said(OneLine.of(found.getMessage()), "Unschedulable".equals(found.getReason())));
        }
        return events.latest("FailedScheduling")
                .map(event -> OneLine.of(ObjectEvents.message(event)))
                .map(message -> new Said(message, message.contains("nodes are available")));
    }

    private boolean hasNode() {
        return pod.getSpec() != null && pod.getSpec().getNodeName() != null;
    }

    /** Blames the claim and not the nodes when a volume claim of the pod is missing or unbound. */
    private Optional<Symptom> unboundClaim(String message) {
        return CLAIMS.matcher(message).find()
                ? Optional.of(new ClaimDiagnosis(gracePeriods).symptom(pod, namespace, message))
                : Optional.empty();
    }

    private Symptom symptomOf(Said said) {
        String key = "pod/" + pod.getMetadata().getUid() + "/scheduling";
        String summary = "no node takes pod " + pod.getMetadata().getName() + ": " + said.message();
        Cause cause = Cause.of(CauseKind.UNSCHEDULABLE, summary)
                .suggesting("lower what the pod requests, or give the cluster a node that fits");
        if (helpIsComing() || !said.noNodeFits()) {
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

    /**
     * The scheduler's words.
     *
     * @param message on one line
     * @param noNodeFits false when scheduling failed for another reason, such as an error of the scheduler
     */
    private record Said(String message, boolean noNodeFits) {}
}
