package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Numbers.count;
import static io.kuberelease.adapters.kubernetes.tracking.Numbers.number;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.kuberelease.adapters.kubernetes.diagnosis.CreationDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A Deployment is ready once all its replicas are of the present revision and available, and no old pod is left. */
final class DeploymentRollout {
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private final CreationDiagnosis creation;
    private final GracePeriods gracePeriods;

    DeploymentRollout(CreationDiagnosis creation, GracePeriods gracePeriods) {
        this.creation = creation;
        this.gracePeriods = gracePeriods;
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
                .suffering(paused(deployment, status, wanted)
                        .or(() -> present.flatMap(replicas -> refused(deployment, replicas, snapshot)))
                        .or(() -> held(deployment, snapshot)));
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
        if (isPaused(deployment) && updated < wanted) {
            return Rollout.waiting(current, wanted, "is paused");
        }
        if (updated < wanted) {
            return Rollout.waiting(current, wanted, updated + " of " + wanted + " updated");
        }
        if (old > 0) {
            return Rollout.waiting(Math.min(current, wanted), wanted, old + " of the old revision still there");
        }
        return available < updated
                ? Rollout.waiting(Math.min(available, wanted), wanted, waitsFor(deployment, status, wanted))
                : Rollout.complete(wanted);
    }

    private static String waitsFor(Deployment deployment, DeploymentStatus status, int wanted) {
        int seconds = count(deployment.getSpec().getMinReadySeconds(), 0);
        return seconds > 0 && count(status.getReadyReplicas(), 0) >= wanted
                ? "its pods are ready, and have to stay so for " + seconds + " s (minReadySeconds)"
                : "waits for its pods to be ready";
    }

    /** Found by the revision annotation, which is current once observedGeneration is. */
    private static Optional<ReplicaSet> presentReplicaSet(Deployment deployment, Snapshot snapshot) {
        Optional<String> revision = revision(deployment);
        return snapshot.replicaSetsOf(deployment).stream()
                .filter(replicas -> revision.isPresent() && revision(replicas).equals(revision))
                .findFirst();
    }

    private static Optional<String> revision(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).map(all -> all.get(REVISION));
    }

    /** A Deployment that is paused before all its pods are updated does not get ready by itself, so it fails soon. */
    private Optional<Symptom> paused(Deployment deployment, DeploymentStatus status, int wanted) {
        if (!isPaused(deployment) || count(status.getUpdatedReplicas(), 0) >= wanted) {
            return Optional.empty();
        }
        String name = "deployment/" + deployment.getMetadata().getName();
        return Optional.of(Symptom.lasting(
                "workload/" + deployment.getMetadata().getUid() + "/paused",
                Cause.of(CauseKind.STUCK, name + " is paused: its pods are not brought to this release")
                        .suggesting("take paused from the chart, or resume it: kubectl -n "
                                + deployment.getMetadata().getNamespace() + " rollout resume " + name),
                gracePeriods.blocked()));
    }

    private static boolean isPaused(Deployment deployment) {
        return Boolean.TRUE.equals(deployment.getSpec().getPaused());
    }

    /** Only with the strategy Recreate, where old pods must be gone first, does a pod that stays block the rollout. */
    private Optional<Symptom> held(Deployment deployment, Snapshot snapshot) {
        boolean oneAfterTheOther = Optional.ofNullable(deployment.getSpec().getStrategy())
                .map(DeploymentStrategy::getType)
                .filter("Recreate"::equals)
                .isPresent();
        return oneAfterTheOther
                ? new EndingPods(gracePeriods)
                        .symptom(
                                "deployment/" + deployment.getMetadata().getName(),
                                snapshot.replicaSetsOf(deployment).stream()
                                        .flatMap(replicas -> snapshot.podsOf(replicas).stream())
                                        .toList())
                : Optional.empty();
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
