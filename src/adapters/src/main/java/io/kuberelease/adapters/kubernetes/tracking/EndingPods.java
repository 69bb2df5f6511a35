package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import io.kuberelease.adapters.kubernetes.diagnosis.Symptom;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.List;
import java.util.Optional;

/** Finds pods whose containers have ended but which a finalizer keeps, so that their successors can't come. */
final class EndingPods {
    private final GracePeriods gracePeriods;

    EndingPods(GracePeriods gracePeriods) {
        this.gracePeriods = gracePeriods;
    }

    /**
     * The symptom of the first pod that is held; absent when none is.
     *
     * @param workload the workload as people write it, for example {@code deployment/polls}
     * @param pods the pods that must be gone before others come
     */
    Optional<Symptom> symptom(String workload, List<Pod> pods) {
        return pods.stream().filter(EndingPods::isHeld).findFirst().map(pod -> held(workload, pod));
    }

    private Symptom held(String workload, Pod pod) {
        String name = pod.getMetadata().getName();
        String finalizers = String.join(", ", pod.getMetadata().getFinalizers());
        return Symptom.lasting(
                "pod/" + pod.getMetadata().getUid() + "/held",
                Cause.of(
                                CauseKind.STUCK,
                                workload + ": pod " + name + " has ended and is held by the finalizer " + finalizers)
                        .suggesting("see that whoever put it there is at work, or take it off: kubectl -n "
                                + pod.getMetadata().getNamespace() + " patch pod " + name
                                + " -p '{\"metadata\":{\"finalizers\":null}}'"),
                gracePeriods.blockedByGood());
    }

    private static boolean isHeld(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null
                && !pod.getMetadata().getFinalizers().isEmpty()
                && pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream().allMatch(EndingPods::hasEnded);
    }

    private static boolean hasEnded(ContainerStatus status) {
        return status.getState() != null && status.getState().getTerminated() != null;
    }
}
