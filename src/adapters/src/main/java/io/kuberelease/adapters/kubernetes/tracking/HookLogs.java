package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import io.kuberelease.port.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Follows the logs of hooks and Jobs from their start, since a delete policy may remove the pod with its log. */
final class HookLogs {
    private final ContainerLogs logs;
    private final Progress progress;
    private final Map<Run, ContainerLogs.Followed> followed = new ConcurrentHashMap<>();

    /** One run of a container, from one of its restarts to the next. */
    private record Run(String namespace, String pod, String container, int restarts) {
        boolean isOf(ContainerLog log) {
            return namespace.equals(log.namespace()) && pod.equals(log.pod()) && container.equals(log.container());
        }
    }

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
                Run run = new Run(log.namespace(), log.pod(), log.container(), container.getRestartCount());
                followed.computeIfAbsent(run, begun -> logs.follow(log, line));
            }
        }
    }

    /** The followed log of the container's last run; absent when it is not followed. */
    Optional<ContainerLogs.Followed> of(ContainerLog log) {
        return followed.entrySet().stream()
                .filter(entry -> entry.getKey().isOf(log))
                .max(Map.Entry.comparingByKey(Comparator.comparingInt(Run::restarts)))
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
}
