package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.Optional;

/**
 * Recognises a pod on a node that no longer reports: its container states are outdated and look healthy. The node may
 * come back at any time, so the symptom is never final.
 */
final class NodeDiagnosis {
    private final Pod pod;
    private final ObjectEvents events;

    NodeDiagnosis(Pod pod, ObjectEvents events) {
        this.pod = pod;
        this.events = events;
    }

    Optional<Symptom> symptom() {
        String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
        return node != null && isMarked() && events.latest("NodeNotReady").isPresent()
                ? Optional.of(Symptom.passing("pod/" + pod.getMetadata().getUid() + "/node", cause(node)))
                : Optional.empty();
    }

    private Cause cause(String node) {
        String ending = pod.getMetadata().getDeletionTimestamp() == null
                ? ""
                : ", and its end can't be confirmed until the node is back or removed";
        return Cause.of(
                        CauseKind.STUCK,
                        "pod " + pod.getMetadata().getName() + " is on node " + node
                                + ", which is not ready: the cluster does not hear of it" + ending)
                .suggesting("look at the node: kubectl describe node " + node
                        + "; a Deployment's pod is made anew on another one five minutes after its node was lost, a"
                        + " StatefulSet's only when the node is back or was removed from the cluster");
    }

    /** The node controller sets only Ready on the pods of a lost node; ContainersReady changes by the kubelet alone. */
    private boolean isMarked() {
        return PodDiagnosis.condition(pod, "ContainersReady")
                        .filter(containers -> "True".equals(containers.getStatus()))
                        .isPresent()
                && PodDiagnosis.condition(pod, "Ready")
                        .filter(ready ->
                                ready.getReason() == null || ready.getReason().isEmpty())
                        .isPresent();
    }
}
