package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One container's status, read without the nulls of the client's model.
 *
 * @param events the pod's events that are about this container
 */
record ContainerView(Pod pod, ContainerStatus status, ObjectEvents events) {

    /** The pod's and the container's name, as the beginning of a sentence. */
    String where() {
        return "pod " + pod.getMetadata().getName() + " container " + status.getName();
    }

    /** The key of a symptom of this container. */
    String key(String what) {
        return "pod/" + pod.getMetadata().getUid() + "/" + status.getName() + "/" + what;
    }

    boolean ready() {
        return Boolean.TRUE.equals(status.getReady());
    }

    boolean running() {
        return state().map(ContainerState::getRunning).isPresent();
    }

    boolean terminated() {
        return state().map(ContainerState::getTerminated).isPresent();
    }

    Optional<ContainerStateWaiting> waiting() {
        return state().map(ContainerState::getWaiting);
    }

    /** The exit of the present run if it has ended, else of the run before; absent when none has ended. */
    Optional<Exit> lastExit() {
        return state().map(ContainerState::getTerminated)
                .or(() -> Optional.ofNullable(status.getLastState()).map(ContainerState::getTerminated))
                .map(Exit::of);
    }

    int restarts() {
        return Objects.requireNonNullElse(status.getRestartCount(), 0);
    }

    String image() {
        return Objects.requireNonNullElse(status.getImage(), "");
    }

    /** The logs to read, oldest first: that of the previous run if it was restarted, and the present one. */
    List<ContainerLog> logs() {
        Stream<ContainerLog> previous = restarts() > 0 ? Stream.of(log(true)) : Stream.empty();
        return Stream.concat(previous, Stream.of(log(false))).toList();
    }

    private ContainerLog log(boolean previous) {
        return new ContainerLog(
                pod.getMetadata().getNamespace(), pod.getMetadata().getName(), status.getName(), previous);
    }

    private Optional<ContainerState> state() {
        return Optional.ofNullable(status.getState());
    }
}
