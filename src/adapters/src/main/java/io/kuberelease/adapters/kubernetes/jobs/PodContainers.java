package io.kuberelease.adapters.kubernetes.jobs;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a pod's status says of its containers, without the nulls of the model. */
public final class PodContainers {

    private PodContainers() {}

    /** All that the status knows, those that run first in their order, then the others. */
    public static List<ContainerStatus> of(Pod pod) {
        List<ContainerStatus> all = new ArrayList<>();
        if (pod.getStatus() != null) {
            all.addAll(pod.getStatus().getContainerStatuses());
            all.addAll(pod.getStatus().getInitContainerStatuses());
        }
        return all;
    }

    /** The one of that name. */
    public static Optional<ContainerStatus> named(Pod pod, String name) {
        return of(pod).stream().filter(status -> name.equals(status.getName())).findFirst();
    }

    /** How it ended, once it has. */
    public static Optional<ContainerStateTerminated> ended(ContainerStatus status) {
        return Optional.ofNullable(status.getState()).map(ContainerState::getTerminated);
    }

    /** Whether it runs now. */
    public static boolean isRunning(ContainerStatus status) {
        return Optional.ofNullable(status.getState())
                .map(ContainerState::getRunning)
                .isPresent();
    }
}
