package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Numbers.count;
import static io.kuberelease.adapters.kubernetes.tracking.Numbers.number;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.kuberelease.adapters.kubernetes.diagnosis.PodDiagnosis;
import java.util.List;
import java.util.Optional;

/** A StatefulSet is ready once the pods above its partition are of the update revision and all are available. */
final class StatefulSetRollout {
    private static final String REVISION = "controller-revision-hash";
    private final CreationEvents creation;

    StatefulSetRollout(CreationEvents creation) {
        this.creation = creation;
    }

    Rollout judge(StatefulSet set, Snapshot snapshot) {
        int wanted = count(set.getSpec().getReplicas(), 1);
        StatefulSetStatus status = set.getStatus();
        if (status == null
                || number(status.getObservedGeneration())
                        < number(set.getMetadata().getGeneration())) {
            return Rollout.unobserved(wanted);
        }
        List<Pod> present = snapshot.podsOf(set).stream()
                .filter(pod -> isOf(status.getUpdateRevision(), pod))
                .toList();
        Rollout rollout = counted(set, status, wanted, present);
        return rollout.ready()
                ? rollout
                : rollout.with(present)
                        .suffering(
                                count(status.getReplicas(), 0) < wanted
                                        ? creation.symptom(set, snapshot)
                                        : Optional.empty());
    }

    private static Rollout counted(StatefulSet set, StatefulSetStatus status, int wanted, List<Pod> present) {
        int updated = count(status.getUpdatedReplicas(), 0);
        int toUpdate = updatesByHand(set) ? 0 : wanted - partition(set);
        int ready = (int) present.stream().filter(PodDiagnosis::isReady).count();
        if (updated < toUpdate) {
            return Rollout.waiting(Math.min(ready, wanted), wanted, updated + " of " + toUpdate + " updated");
        }
        if (count(status.getReplicas(), 0) > wanted) {
            return Rollout.waiting(wanted, wanted, "waits for pods beyond its size to end");
        }
        return count(status.getAvailableReplicas(), 0) < wanted
                ? Rollout.waiting(
                        Math.min(count(status.getAvailableReplicas(), 0), wanted),
                        wanted,
                        "waits for its pods to be ready")
                : Rollout.complete(wanted);
    }

    private static boolean isOf(String revision, Pod pod) {
        return pod.getMetadata().getLabels() != null
                && pod.getMetadata().getLabels().getOrDefault(REVISION, "").equals(revision);
    }

    private static boolean updatesByHand(StatefulSet set) {
        return Optional.ofNullable(set.getSpec().getUpdateStrategy())
                .map(StatefulSetUpdateStrategy::getType)
                .filter("OnDelete"::equals)
                .isPresent();
    }

    private static int partition(StatefulSet set) {
        return Optional.ofNullable(set.getSpec().getUpdateStrategy())
                .map(StatefulSetUpdateStrategy::getRollingUpdate)
                .map(RollingUpdateStatefulSetStrategy::getPartition)
                .orElse(0);
    }
}
