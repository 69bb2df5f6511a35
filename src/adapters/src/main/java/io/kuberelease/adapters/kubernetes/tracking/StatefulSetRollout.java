package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Numbers.count;
import static io.kuberelease.adapters.kubernetes.tracking.Numbers.number;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.PodDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import java.util.List;
import java.util.Optional;

/** A StatefulSet is ready once the pods above its partition are of the update revision and all are available. */
final class StatefulSetRollout {
    private final CreationEvents creation;
    private final StatefulSetBlock block;
    private final EndingPods ending;

    StatefulSetRollout(CreationEvents creation, GracePeriods gracePeriods) {
        this.creation = creation;
        this.block = new StatefulSetBlock(gracePeriods);
        this.ending = new EndingPods(gracePeriods);
    }

    Rollout judge(StatefulSet set, Snapshot snapshot) {
        int wanted = count(set.getSpec().getReplicas(), 1);
        StatefulSetStatus status = set.getStatus();
        if (status == null
                || number(status.getObservedGeneration())
                        < number(set.getMetadata().getGeneration())) {
            return Rollout.unobserved(wanted);
        }
        List<Pod> all = snapshot.podsOf(set);
        List<Pod> present = all.stream()
                .filter(pod -> StatefulSetBlock.isOf(status.getUpdateRevision(), pod))
                .toList();
        Rollout rollout = counted(set, status, wanted, present);
        return rollout.ready()
                ? rollout.saying(leftAsTheyAre(set, all.size() - present.size()))
                : rollout.with(present).suffering(own(set, status, wanted, all, snapshot));
    }

    private Optional<Symptom> own(
            StatefulSet set, StatefulSetStatus status, int wanted, List<Pod> pods, Snapshot snapshot) {
        Optional<Symptom> refused =
                count(status.getReplicas(), 0) < wanted ? creation.symptom(set, snapshot) : Optional.empty();
        return refused.or(() -> block.symptom(set, pods, snapshot))
                .or(() -> ending.symptom("statefulset/" + set.getMetadata().getName(), pods));
    }

    /**
     * A note on old pods that OnDelete or a partition keeps on purpose: the set is ready, but they are not this
     * release.
     */
    private static String leftAsTheyAre(StatefulSet set, int old) {
        if (old == 0) {
            return "";
        }
        if (StatefulSetBlock.updatesByHand(set)) {
            return old + " of its pods run the revision before until somebody deletes them (OnDelete)";
        }
        int partition = StatefulSetBlock.partition(set);
        return partition == 0
                ? ""
                : old + " of its pods run the revision before, held back by partition " + partition
                        + (old == count(set.getSpec().getReplicas(), 1) ? ": none runs this release" : "");
    }

    private static Rollout counted(StatefulSet set, StatefulSetStatus status, int wanted, List<Pod> present) {
        int updated = count(status.getUpdatedReplicas(), 0);
        int toUpdate = StatefulSetBlock.updatesByHand(set) ? 0 : Math.max(0, wanted - StatefulSetBlock.partition(set));
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
}
