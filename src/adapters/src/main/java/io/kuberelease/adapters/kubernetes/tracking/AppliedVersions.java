package io.kuberelease.adapters.kubernetes.tracking;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.model.ResourceIdentity;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Reads the resource versions from the API server right after an apply, since a watch may lag behind. */
final class AppliedVersions {
    private final KubernetesClient client;
    private final Executor io;

    AppliedVersions(KubernetesClient client, Executor io) {
        this.client = client;
        this.io = io;
    }

    /**
     * The version of each watched resource, {@link RolloutBaseline#GONE} for one that does not exist. Left out:
     * resources that the cluster names, and those that we may not read. Fails with a ReleaseException.
     */
    CompletableFuture<Map<ResourceIdentity, Long>> read(List<ResourceIdentity> resources) {
        Map<ResourceIdentity, Long> versions = new ConcurrentHashMap<>();
        CompletableFuture<?>[] reading = resources.stream()
                .filter(resource -> !resource.isNamedByCluster())
                .flatMap(resource -> TrackedKind.of(resource).stream()
                        .map(kind -> CompletableFuture.runAsync(
                                () -> get(resource, kind).ifPresent(version -> versions.put(resource, version)), io)))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(reading).thenApply(done -> versions);
    }

    private Optional<Long> get(ResourceIdentity resource, TrackedKind kind) {
        try {
            HasMetadata object = client.resources(kind.type())
                    .inNamespace(resource.namespace().value())
                    .withName(resource.name())
                    .get();
            return Optional.of(object == null ? RolloutBaseline.GONE : RolloutBaseline.version(object));
        } catch (KubernetesClientException problem) {
            if (problem.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.empty();
            }
            throw ClusterErrors.translate("read " + resource.display(), problem);
        }
    }
}
