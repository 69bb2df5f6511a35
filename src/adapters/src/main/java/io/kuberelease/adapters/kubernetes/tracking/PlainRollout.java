package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Numbers.count;
import static io.kuberelease.adapters.kubernetes.tracking.Numbers.number;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.kuberelease.adapters.kubernetes.diagnosis.ClaimDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.Endings;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.ObjectEvents;
import io.kuberelease.adapters.kubernetes.diagnosis.PodDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Judges the kinds that have no revisions: pods, volume claims, Services and ReplicaSets. */
final class PlainRollout {
    private final CreationEvents creation;
    private final ClaimDiagnosis claims;

    PlainRollout(CreationEvents creation, GracePeriods gracePeriods) {
        this.creation = creation;
        this.claims = new ClaimDiagnosis(gracePeriods);
    }

    /**
     * A pod is ready by its condition Ready, unless it must end, or once it has succeeded.
     *
     * @param failure the kind of cause that its failure gets
     * @param title for the beginning of a sentence
     */
    Rollout pod(Pod pod, CauseKind failure, String title, boolean mustEnd) {
        String phase = pod.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(pod.getStatus().getPhase(), "");
        if (phase.equals("Succeeded") || (!mustEnd && PodDiagnosis.isReady(pod))) {
            return Rollout.complete(1);
        }
        Rollout waiting = Rollout.waiting(0, 1, phase.equals("Running") ? "runs" : "waits to start");
        return phase.equals("Failed")
                ? waiting.suffering(Optional.of(Endings.symptom(
                        "workload/" + pod.getMetadata().getUid(), failure, title + " failed", Optional.of(pod))))
                : waiting.with(List.of(pod));
    }

    /** A claim is ready once bound, or once it only waits for a pod to use it (WaitForFirstConsumer). */
    Rollout claim(PersistentVolumeClaim claim, Snapshot snapshot) {
        String phase = claim.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(claim.getStatus().getPhase(), "");
        ObjectEvents events = new ObjectEvents(snapshot.eventsOf(claim));
        if (phase.equals("Bound") || events.latest("WaitForFirstConsumer").isPresent()) {
            return Rollout.complete(1);
        }
        Optional<Symptom> failing = claims.symptom(
                "workload/" + claim.getMetadata().getUid(), claim.getMetadata().getName(), events);
        return Rollout.waiting(0, 1, "waits for a volume").suffering(failing);
    }

    /** A Service is ready at once, one of type LoadBalancer when it has the balancer's address or an external IP. */
    Rollout service(Service service, Snapshot snapshot) {
        boolean balanced = "LoadBalancer".equals(service.getSpec().getType());
        boolean hasAddress = service.getStatus() != null
                && service.getStatus().getLoadBalancer() != null
                && !service.getStatus().getLoadBalancer().getIngress().isEmpty();
        boolean external = !service.getSpec().getExternalIPs().isEmpty();
        return balanced && !hasAddress && !external
                ? Rollout.waiting(0, 1, "waits for the load balancer's address")
                        .suffering(noBalancer(service, snapshot))
                : Rollout.complete(1);
    }

    /** Never final: the controller retries for as long as the Service exists. */
    private static Optional<Symptom> noBalancer(Service service, Snapshot snapshot) {
        return new ObjectEvents(snapshot.eventsOf(service))
                .latestOf("SyncLoadBalancerFailed", "AllocationFailed", "FailedBuildModel", "FailedDeployModel")
                .map(event -> Symptom.passing(
                        "workload/" + service.getMetadata().getUid(),
                        Cause.of(
                                        CauseKind.STUCK,
                                        "service/" + service.getMetadata().getName() + " gets no load balancer: "
                                                + ObjectEvents.message(event)
                                                        .strip()
                                                        .lines()
                                                        .findFirst()
                                                        .orElse(""))
                                .suggesting("mend what its controller names, or use another type of Service")));
    }

    /** A ReplicaSet that no Deployment owns is ready once all its replicas are available. */
    Rollout replicaSet(ReplicaSet set, Snapshot snapshot) {
        int wanted = count(set.getSpec().getReplicas(), 1);
        ReplicaSetStatus status = set.getStatus();
        if (status == null
                || number(status.getObservedGeneration())
                        < number(set.getMetadata().getGeneration())) {
            return Rollout.unobserved(wanted);
        }
        int available = count(status.getAvailableReplicas(), 0);
        return available >= wanted
                ? Rollout.complete(wanted)
                : Rollout.waiting(available, wanted, "waits for its pods to be ready")
                        .with(snapshot.podsOf(set))
                        .suffering(
                                count(status.getReplicas(), 0) < wanted
                                        ? creation.symptom(set, snapshot)
                                        : Optional.empty());
    }
}
