package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Numbers.count;
import static io.kuberelease.adapters.kubernetes.tracking.Numbers.number;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.kuberelease.adapters.kubernetes.diagnosis.CreationDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A Deployment is ready once all its replicas are of the present revision and available, and no older one is left. */
final class DeploymentRollout {
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private final CreationDiagnosis creation;

    DeploymentRollout(CreationDiagnosis creation) {
        this.creation = creation;
    }

    Rollout judge(Deployment deployment, Snapshot snapshot) {
        int wanted = count(deployment.getSpec().getReplicas(), 1);
        DeploymentStatus status = deployment.getStatus();
        if (status == null
                || number(status.getObservedGeneration())
                        < number(deployment.getMetadata().getGeneration())) {
            return Rollout.unobserved(wanted);
        }
        Optional<ReplicaSet> present = presentReplicaSet(deployment, snapshot);
        Rollout rollout = counted(deployment, status, wanted, present);
        if (rollout.ready()) {
            return rollout;
        }
        Rollout watched = rollout.with(present.map(snapshot::podsOf).orElse(List.of()))
                .suffering(present.flatMap(replicas -> refused(deployment, replicas, snapshot)));
        return gaveUp(status) ? watched.givenUp(noProgress(deployment)) : watched;
    }

    private static Rollout counted(
            Deployment deployment, DeploymentStatus status, int wanted, Optional<ReplicaSet> present) {
        int updated = count(status.getUpdatedReplicas(), 0);
        int old = count(status.getReplicas(), 0) - updated;
        int available = count(status.getAvailableReplicas(), 0);
        int current = present.map(ReplicaSet::getStatus)
                .map(replicas -> count(replicas.getAvailableReplicas(), 0))
                .orElse(0);
        if (Boolean.TRUE.equals(deployment.getSpec().getPaused()) && updated < wanted) {
            return Rollout.waiting(current, wanted, "is paused");
        }
        if (updated < wanted) {
            return Rollout.waiting(current, wanted, updated + " of " + wanted + " updated");
        }
        if (old > 0) {
            return Rollout.waiting(Math.min(current, wanted), wanted, old + " of the old revision still there");
        }
        return available < updated
                ? Rollout.waiting(Math.min(available, wanted), wanted, "waits for its pods to be ready")
                : Rollout.complete(wanted);
    }

    /** The controller writes the revision on both in the update that also writes observedGeneration. */
    private static Optional<ReplicaSet> presentReplicaSet(Deployment deployment, Snapshot snapshot) {
        Optional<String> revision = revision(deployment);
        return snapshot.replicaSetsOf(deployment).stream()
                .filter(replicas -> revision.isPresent() && revision(replicas).equals(revision))
                .findFirst();
    }

    private static Optional<String> revision(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).map(all -> all.get(REVISION));
    }

    private Optional<Symptom> refused(Deployment deployment, ReplicaSet present, Snapshot snapshot) {
        boolean ending = snapshot.replicaSetsOf(deployment).stream()
                .flatMap(replicas -> snapshot.podsOf(replicas).stream())
                .anyMatch(DeploymentRollout::isEnding);
        return Optional.ofNullable(present.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition ->
                        "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(ReplicaSetCondition::getMessage)
                .findFirst()
                .map(message -> creation.symptom(
                        "deployment/" + deployment.getMetadata().getName(),
                        present.getMetadata().getUid(),
                        message,
                        ending));
    }

    private static boolean isEnding(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    private static boolean gaveUp(DeploymentStatus status) {
        return status.getConditions().stream()
                .filter(condition -> "Progressing".equals(condition.getType()))
                .map(DeploymentCondition::getReason)
                .anyMatch("ProgressDeadlineExceeded"::equals);
    }

    private static Symptom noProgress(Deployment deployment) {
        int seconds = Objects.requireNonNullElse(deployment.getSpec().getProgressDeadlineSeconds(), 600);
        return Symptom.definite(
                "workload/" + deployment.getMetadata().getUid() + "/progress",
                Cause.of(
                                CauseKind.DEADLINE,
                                "deployment/" + deployment.getMetadata().getName() + " made no progress for " + seconds
                                        + " s (progressDeadlineSeconds)")
                        .suggesting("look at what its pods wait for"));
    }
}
