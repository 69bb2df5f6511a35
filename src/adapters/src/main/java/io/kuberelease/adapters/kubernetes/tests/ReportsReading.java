package io.kuberelease.adapters.kubernetes.tests;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.kubernetes.jobs.PodContainers;
import java.util.List;
import java.util.Optional;

/** Reads the reports of a test's pod from the log of the container that carries them out. */
final class ReportsReading {
    private final KubernetesClient client;
    private final Optional<ReportsPlace> place;
    private final ReportsKeeper keeper;

    /**
     * @param place the place of the reports; empty when none are wanted
     */
    ReportsReading(KubernetesClient client, Optional<ReportsPlace> place, ReportsKeeper keeper) {
        this.client = client;
        this.place = place;
        this.keeper = keeper;
    }

    /** Whether the courier has ended, so that its log is whole; true if no reports are wanted. */
    boolean areOut(Pod pod) {
        return place.isEmpty()
                || PodContainers.named(pod, ReportsCourier.CONTAINER)
                        .flatMap(PodContainers::ended)
                        .isPresent();
    }

    /** Reads and keeps the reports; empty if none are wanted. Blocks. */
    CollectedReports collect(Pod pod) {
        return place.map(wanted -> read(pod, wanted))
                .orElseGet(() -> new CollectedReports(Optional.empty(), List.of(), List.of()));
    }

    private CollectedReports read(Pod pod, ReportsPlace wanted) {
        try {
            String carried = client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .inContainer(ReportsCourier.CONTAINER)
                    .withReadyWaitTimeout(0)
                    .getLog();
            return new ReportsUnpacker(wanted, keeper).unpack(carried);
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(
                    "read the reports of pod " + pod.getMetadata().getName(), problem);
        }
    }
}
