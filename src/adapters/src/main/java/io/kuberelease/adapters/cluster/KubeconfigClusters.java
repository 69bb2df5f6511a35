package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The clusters of the user's kubeconfig, by the names of its contexts. */
public final class KubeconfigClusters implements Clusters {
    private final Kubeconfig kubeconfig;
    private final ClientClusters clusters;

    /**
     * @param files kubeconfig files; when several hold a name, the first one wins; missing ones are skipped
     */
    public KubeconfigClusters(List<Path> files) {
        this.kubeconfig = Kubeconfig.read(files);
        this.clusters = new ClientClusters(new Contexts(kubeconfig));
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
        return clusters.client(target);
    }

    @Override
    public String kubeconfig(Target target) {
        return clusters.kubeconfig(target);
    }

    @Override
    public String clusterId(String cluster) {
        return clusters.clusterId(cluster);
    }

    @Override
    public void close() {
        clusters.close();
    }

    /** How the clusters of a kubeconfig's contexts are reached. */
    private record Contexts(Kubeconfig kubeconfig) implements ClusterSource {

        @Override
        public String kind() {
            return "context";
        }

        @Override
        public Config config(String cluster) {
            // Read from its file where that is possible: only then can the client renew a token that expires.
            return kubeconfig
                    .fileOf(cluster)
                    .map(file -> Config.fromKubeconfig(cluster, file.toFile()))
                    .orElseGet(() -> Config.fromKubeconfig(kubeconfig(cluster)));
        }

        @Override
        public String kubeconfig(String cluster) {
            return kubeconfig
                    .only(cluster)
                    .orElseThrow(() -> new ReleaseException.Failed(Cause.of(
                                    CauseKind.BAD_INPUT,
                                    "no context " + cluster + " in your kubeconfig; there are: "
                                            + String.join(", ", kubeconfig.contexts()))
                            .suggesting("name one of them as the environment's cluster, or set KUBECONFIG")));
        }
    }
}
