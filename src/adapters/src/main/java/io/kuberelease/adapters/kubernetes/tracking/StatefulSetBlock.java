package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetOrdinals;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.PodDiagnosis;
import io.kuberelease.adapters.kubernetes.diagnosis.PodInTheWay;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.List;
import java.util.Optional;

/**
 * Finds the pod of an earlier revision that blocks a StatefulSet's update: the controller waits for the pods in their
 * order, even for one that never gets ready, and replaces none meanwhile (kubernetes#67250).
 */
final class StatefulSetBlock {
    private static final String REVISION = "controller-revision-hash";
    private static final String ISSUE = "kubernetes#67250";
    private final GracePeriods gracePeriods;

    StatefulSetBlock(GracePeriods gracePeriods) {
        this.gracePeriods = gracePeriods;
    }

    /** The symptom of the first blocking pod; absent when the controller can go on by itself. */
    Optional<Symptom> symptom(StatefulSet set, List<Pod> pods, Snapshot snapshot) {
        return "Parallel".equals(set.getSpec().getPodManagementPolicy())
                ? Optional.empty()
                : pods.stream()
                        .filter(pod -> isUnready(pod) && !isOf(set.getStatus().getUpdateRevision(), pod))
                        .findFirst()
                        .map(pod -> symptom(set, pod, snapshot));
    }

    static boolean isOf(String revision, Pod pod) {
        return revisionOf(pod).equals(revision);
    }

    static boolean updatesByHand(StatefulSet set) {
        return Optional.ofNullable(set.getSpec().getUpdateStrategy())
                .map(StatefulSetUpdateStrategy::getType)
                .filter("OnDelete"::equals)
                .isPresent();
    }

    static int partition(StatefulSet set) {
        return Optional.ofNullable(set.getSpec().getUpdateStrategy())
                .map(StatefulSetUpdateStrategy::getRollingUpdate)
                .map(RollingUpdateStatefulSetStrategy::getPartition)
                .orElse(0);
    }

    private Symptom symptom(StatefulSet set, Pod pod, Snapshot snapshot) {
        String workload = "statefulset/" + set.getMetadata().getName();
        String name = pod.getMetadata().getName();
        String key = "pod/" + pod.getMetadata().getUid() + "/in-the-way";
        String what = workload + ": pod " + name + " is of the revision before, is not ready, and ";
        String command = "kubectl -n " + pod.getMetadata().getNamespace() + " delete pod " + name;
        if (isBelowPartition(set, pod)) {
            return Symptom.passing(
                    key,
                    Cause.of(CauseKind.STUCK, what + "stands below the partition: nothing is updated until it is ready")
                            .suggesting("look at why it is not ready: kubectl -n "
                                    + pod.getMetadata().getNamespace() + " describe pod " + name));
        }
        if (updatesByHand(set)) {
            return lasting(
                    key, set, pod, what + "is replaced only when somebody deletes it (OnDelete)", command, snapshot);
        }
        return lasting(key, set, pod, what + "the controller won't replace it (" + ISSUE + ")", command, snapshot)
                .blockedBy(new PodInTheWay(
                        workload,
                        pod.getMetadata().getNamespace(),
                        name,
                        pod.getMetadata().getUid()));
    }

    /**
     * A pod of a revision that was never fully rolled out is given little time; one of the current revision needs a
     * symptom of its own, and gets more.
     */
    private Symptom lasting(String key, StatefulSet set, Pod pod, String what, String command, Snapshot snapshot) {
        Cause cause = Cause.of(CauseKind.STUCK, what).suggesting(command);
        if (!isOf(set.getStatus().getCurrentRevision(), pod)) {
            return Symptom.lasting(key, cause, gracePeriods.blocked());
        }
        return new PodDiagnosis(gracePeriods)
                        .symptom(pod, snapshot.eventsAround(pod))
                        .isPresent()
                ? Symptom.lasting(key + "/ill", cause, gracePeriods.blockedByGood())
                : Symptom.passing(key, cause);
    }

    private static boolean isUnready(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null && !PodDiagnosis.isReady(pod);
    }

    /** Compares the pod's ordinal, counted from the set's {@code ordinals.start}; false with OnDelete. */
    private static boolean isBelowPartition(StatefulSet set, Pod pod) {
        int start = Optional.ofNullable(set.getSpec().getOrdinals())
                .map(StatefulSetOrdinals::getStart)
                .orElse(0);
        String name = pod.getMetadata().getName();
        String ordinal = name.substring(name.lastIndexOf('-') + 1);
        return ordinal.matches("\\d{1,9}") && !updatesByHand(set) && Integer.parseInt(ordinal) - start < partition(set);
    }

    private static String revisionOf(Pod pod) {
        return pod.getMetadata().getLabels() == null
                ? ""
                : pod.getMetadata().getLabels().getOrDefault(REVISION, "");
    }
}
