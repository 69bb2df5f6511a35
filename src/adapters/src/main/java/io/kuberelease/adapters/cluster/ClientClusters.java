package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Clusters with a client of their own each, wherever it is written down how they are reached. */
public final class ClientClusters implements Clusters {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 15_000;
    // Tries at 0.2, 0.4, 0.8 and 1.6 s; longer outages are the engine's to wait for.
    private static final int RETRIES = 4;
    private static final int RETRY_MILLIS = 200;

    private final ClusterSource source;
    private final Map<String, KubernetesClient> clients = new ConcurrentHashMap<>();
    private final Map<String, String> clusterIds = new ConcurrentHashMap<>();

    public ClientClusters(ClusterSource source) {
        this.source = source;
    }

    @Override
    public KubernetesClient client(Target target) {
        checkPin(target);
        return clientOf(target.cluster())
                .adapt(NamespacedKubernetesClient.class)
                .inNamespace(target.namespace().value());
    }

    @Override
    public String kubeconfig(Target target) {
        checkPin(target);
        return source.kubeconfig(target.cluster());
    }

    @Override
    public String clusterId(String cluster) {
        String known = clusterIds.get(cluster);
        if (known != null) {
            return known;
        }
        String read = readClusterId(cluster);
        clusterIds.put(cluster, read);
        return read;
    }

    @Override
    public void close() {
        clients.values().forEach(KubernetesClient::close);
        clients.clear();
    }

    private void checkPin(Target target) {
        target.clusterId().ifPresent(pinned -> {
            String actual = clusterId(target.cluster());
            if (!actual.equals(pinned)) {
                throw new ReleaseException.Failed(Cause.of(
                                CauseKind.WRONG_CLUSTER,
                                source.kind() + " " + target.cluster() + " leads to cluster " + actual
                                        + ", but the release file pins it to " + pinned)
                        .suggesting("point the " + source.kind() + " at the right cluster, or, if it was replaced on"
                                + " purpose, pin the environment to the new one"));
            }
        });
    }

    private String readClusterId(String cluster) {
        String tried = "read namespace kube-system of cluster " + cluster;
        try {
            Namespace system =
                    clientOf(cluster).namespaces().withName("kube-system").get();
            if (system == null) {
                throw new ReleaseException.Failed(
                        Cause.of(CauseKind.WRONG_CLUSTER, "could not " + tried + ": there is none"));
            }
            return system.getMetadata().getUid();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(tried, problem);
        }
    }

    private KubernetesClient clientOf(String cluster) {
        return clients.computeIfAbsent(cluster, this::connect);
    }

    private KubernetesClient connect(String cluster) {
        Config loaded = source.config(cluster);
        ClientKey.algorithm(loaded).ifPresent(loaded::setClientKeyAlgo);
        Config config = new ConfigBuilder(loaded)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(RETRIES)
                .withRequestRetryBackoffInterval(RETRY_MILLIS)
                .build();
        KubernetesClientBuilder client = new KubernetesClientBuilder().withConfig(config);
        source.tlsServerName(cluster).ifPresent(name -> client.withHttpClientFactory(new NamedServer(name)));
        return client.build();
    }
}
