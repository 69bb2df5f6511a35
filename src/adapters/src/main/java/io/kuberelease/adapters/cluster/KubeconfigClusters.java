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
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clusters of the user's kubeconfig, by the names of its contexts. */
public final class KubeconfigClusters implements Clusters {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 15_000;
    // Tries at 0.2, 0.4, 0.8 and 1.6 s; longer outages are the engine's to wait for.
    private static final int RETRIES = 4;
    private static final int RETRY_MILLIS = 200;

    private final Kubeconfig kubeconfig;
    private final Map<String, KubernetesClient> clients = new ConcurrentHashMap<>();
    private final Map<String, String> clusterIds = new ConcurrentHashMap<>();

    /**
     * @param files kubeconfig files; when several hold a name, the first one wins; missing ones are skipped
     */
    public KubeconfigClusters(List<Path> files) {
        this.kubeconfig = Kubeconfig.read(files);
    }

    /** The clusters of the files that {@code KUBECONFIG} lists, else of {@code ~/.kube/config}. */
    public static KubeconfigClusters of(Map<String, String> environment, Path home) {
        String listed = environment.getOrDefault("KUBECONFIG", "");
        if (listed.isBlank()) {
            return new KubeconfigClusters(List.of(home.resolve(".kube/config")));
        }
        return new KubeconfigClusters(Arrays.stream(listed.split(File.pathSeparator, -1))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .toList());
    }

    /** The names that may be used as a target's cluster. */
    public List<String> contexts() {
        return kubeconfig.contexts();
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
        return only(target.cluster());
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
                                "context " + target.cluster() + " leads to cluster " + actual
                                        + ", but the release file pins it to " + pinned)
                        .suggesting("point the context at the right cluster, or, if it was replaced on purpose, run"
                                + " kube-release pin"));
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
        Config loaded = load(cluster);
        ClientKey.algorithm(loaded).ifPresent(loaded::setClientKeyAlgo);
        Config config = new ConfigBuilder(loaded)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(RETRIES)
                .withRequestRetryBackoffInterval(RETRY_MILLIS)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private Config load(String cluster) {
        // Read from its file where that is possible: only then can the client renew a token that expires.
        return kubeconfig
                .fileOf(cluster)
                .map(file -> Config.fromKubeconfig(cluster, file.toFile()))
                .orElseGet(() -> Config.fromKubeconfig(only(cluster)));
    }

    private String only(String cluster) {
        return kubeconfig
                .only(cluster)
                .orElseThrow(() -> new ReleaseException.Failed(Cause.of(
                                CauseKind.BAD_INPUT,
                                "no context " + cluster + " in your kubeconfig; there are: "
                                        + String.join(", ", kubeconfig.contexts()))
                        .suggesting("name one of them as the environment's cluster, or set KUBECONFIG")));
    }
}
