package io.kuberelease.adapters.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.model.Target;
import io.kuberelease.testkit.SmallApiServer;
import java.util.List;
import java.util.function.Consumer;

/** The clients of a {@link SmallApiServer}, which stands in the place of a cluster. */
public final class SmallCluster implements Clusters {
    private final SmallApiServer server = new SmallApiServer();
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty())
                    .withMasterUrl(server.address())
                    .withRequestRetryBackoffLimit(0)
                    .withWatchReconnectInterval(50)
                    .build())
            .build();

    @Override
    public KubernetesClient client(Target target) {
        return client;
    }

    public KubernetesClient client() {
        return client;
    }

    @Override
    public String kubeconfig(Target target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String clusterId(String cluster) {
        return "small";
    }

    /** As {@link SmallApiServer#changes}. */
    public List<String> changes() {
        return server.changes();
    }

    /** As {@link SmallApiServer#meanwhile}. */
    public void meanwhile(Consumer<String> something) {
        server.meanwhile(something);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
