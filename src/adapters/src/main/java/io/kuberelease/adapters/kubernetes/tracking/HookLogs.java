package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.diagnosis.ContainerLog;
import io.kuberelease.port.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Follows the logs of hooks and Jobs from their start, since a delete policy may remove the pod with its log. */
final class HookLogs {
    private final ContainerLogs logs;
    private final Progress progress;
    private final Map<String, ContainerLogs.Followed> followed = new ConcurrentHashMap<>();

    HookLogs(ContainerLogs logs, Progress progress) {
        this.logs = logs;
        this.progress = progress;
    }

    /**
     * Follows the containers of a hook's pod that have begun to run, and reports their lines as progress. Idempotent.
     */
    void follow(String hook, Pod pod) {
        follow(pod, line -> progress.log(hook, line));
    }

    /** Like {@link #follow(String, Pod)}, but the lines are only kept for evidence. */
    void keep(Pod pod) {
        follow(pod, line -> {});
    }

    private void follow(Pod pod, Consumer<String> line) {
        List<ContainerStatus> all = new ArrayList<>(pod.getStatus().getInitContainerStatuses());
        all.addAll(pod.getStatus().getContainerStatuses());
        for (ContainerStatus container : all) {
            if (hasBegun(container)) {
                ContainerLog log = new ContainerLog(
                        pod.getMetadata().getNamespace(), pod.getMetadata().getName(), container.getName(), false);
                followed.computeIfAbsent(key(log) + "/" + container.getRestartCount(), key -> logs.follow(log, line));
            }
        }
    }

    /** The followed log of the container's last run; absent when it is not followed. */
    Optional<ContainerLogs.Followed> of(ContainerLog log) {
        return followed.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(key(log) + "/"))
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue);
    }

    /** Stops following. */
    void close() {
        followed.values().forEach(ContainerLogs.Followed::close);
    }

    private static boolean hasBegun(ContainerStatus container) {
        return container.getState() != null
                && (container.getState().getRunning() != null
                        || container.getState().getTerminated() != null);
    }

    private static String key(ContainerLog log) {
        return log.pod() + "/" + log.container();
    }
}
