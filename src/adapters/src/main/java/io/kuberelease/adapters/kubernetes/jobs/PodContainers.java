package io.kuberelease.adapters.kubernetes.jobs;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the container states in a pod's status, without the nulls of the client's model. */
public final class PodContainers {

    private PodContainers() {}

    /** All container states, those of init containers last; empty when the pod has no status yet. */
    public static List<ContainerStatus> of(Pod pod) {
        List<ContainerStatus> all = new ArrayList<>();
        if (pod.getStatus() != null) {
            all.addAll(pod.getStatus().getContainerStatuses());
            all.addAll(pod.getStatus().getInitContainerStatuses());
        }
        return all;
    }

    /** The state of the container with that name; absent when the status does not have it yet. */
    public static Optional<ContainerStatus> named(Pod pod, String name) {
        return of(pod).stream().filter(status -> name.equals(status.getName())).findFirst();
    }

    /** The end of the present run; absent while it runs or waits. */
    public static Optional<ContainerStateTerminated> ended(ContainerStatus status) {
        return Optional.ofNullable(status.getState()).map(ContainerState::getTerminated);
    }

    public static boolean isRunning(ContainerStatus status) {
        return Optional.ofNullable(status.getState())
                .map(ContainerState::getRunning)
                .isPresent();
    }
}
