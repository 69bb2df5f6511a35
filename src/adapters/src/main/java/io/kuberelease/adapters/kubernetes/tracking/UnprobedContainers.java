package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.kuberelease.model.ResourceIdentity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pods of this release that nothing asks whether they are well: the cluster calls them ready as soon as their
 * program has begun, also one that ends a moment later.
 */
final class UnprobedContainers {
    private UnprobedContainers() {}

    /** Names the runs of all such pods of the resources; absent when there is none. */
    static Optional<String> runs(List<ResourceIdentity> resources, Snapshot snapshot, RolloutBaseline rolloutBaseline) {
        String runs = resources.stream()
                .flatMap(resource -> snapshot.find(resource).stream())
                .flatMap(workload -> pods(workload, snapshot))
                .filter(rolloutBaseline::isNew)
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && lacksProbe(pod))
                .map(UnprobedContainers::run)
                .sorted()
                .collect(Collectors.joining(","));
        return runs.isEmpty() ? Optional.empty() : Optional.of("unprobed/" + runs);
    }

    private static Stream<Pod> pods(HasMetadata workload, Snapshot snapshot) {
        return Stream.concat(
                snapshot.podsOf(workload).stream(),
                snapshot.replicaSetsOf(workload).stream().flatMap(replicas -> snapshot.podsOf(replicas).stream()));
    }

    private static boolean lacksProbe(Pod pod) {
        return pod.getSpec() != null
                && !"Succeeded".equals(pod.getStatus().getPhase())
                && pod.getSpec().getContainers().stream()
                        .anyMatch(container ->
                                container.getReadinessProbe() == null && container.getStartupProbe() == null);
    }

    private static String run(Pod pod) {
        return pod.getMetadata().getUid() + "@"
                + pod.getStatus().getContainerStatuses().stream()
                        .mapToInt(ContainerStatus::getRestartCount)
                        .sum();
    }
}
