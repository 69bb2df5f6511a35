package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Explains how the containers of a pod ended that was meant to run to its end. */
public final class Endings {
    private Endings() {}

    /**
     * A definite symptom with the first failed container's exit, else the pod's own reason, and the failed ones' logs.
     *
     * @param summary what failed, as the beginning of the cause's summary
     * @param pod the pod; absent when it is gone already
     */
    public static Symptom symptom(String key, CauseKind kind, String summary, Optional<Pod> pod) {
        List<ContainerView> failed = pod.map(Endings::failed).orElse(List.of());
        String exits = failed.stream()
                .map(view -> ", " + view.where() + " ended with " + words(view))
                .findFirst()
                .or(() -> pod.flatMap(Endings::reason))
                .orElse("");
        return Symptom.definite(
                        key,
                        Cause.of(kind, summary + exits)
                                .suggesting("read its last lines: they were saved before anything was undone"))
                .withLogs(failed.stream().flatMap(view -> view.logs().stream()).toList());
    }

    private static String words(ContainerView view) {
        return view.lastExit().map(Exit::words).orElse("");
    }

    private static List<ContainerView> failed(Pod pod) {
        List<ContainerStatus> all = new ArrayList<>(pod.getStatus().getInitContainerStatuses());
        all.addAll(pod.getStatus().getContainerStatuses());
        return all.stream()
                .map(status -> new ContainerView(pod, status, ObjectEvents.NONE))
                .filter(view -> view.lastExit().filter(Exit::failed).isPresent())
                .toList();
    }

    private static Optional<String> reason(Pod pod) {
        return Optional.ofNullable(pod.getStatus().getReason())
                .map(reason -> ", pod " + pod.getMetadata().getName() + ": " + reason + " "
                        + OneLine.of(Objects.requireNonNullElse(pod.getStatus().getMessage(), "")));
    }
}
