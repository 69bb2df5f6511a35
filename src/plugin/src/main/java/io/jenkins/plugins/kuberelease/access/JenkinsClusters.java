package io.jenkins.plugins.kuberelease.access;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.Settings;
import io.kuberelease.adapters.cluster.ClusterSource;
import io.kuberelease.adapters.cluster.InlineKubeconfig;
import io.kuberelease.app.access.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The clusters that a job may name: those of its folders, those of Jenkins, and the Kubernetes plugin's clouds. */
final class JenkinsClusters implements ClusterSource {
    private final AccessPlace place;
    private final RunCredentials credentials;
    private final Consumer<Reach> gate;
    private final KnownSecrets known;

    JenkinsClusters(AccessPlace place, RunCredentials credentials, Consumer<Reach> gate, KnownSecrets known) {
        this.place = place;
        this.credentials = credentials;
        this.gate = gate;
        this.known = known;
    }

    @Override
    public String kind() {
        return "cluster";
    }

    @Override
    public Config config(String cluster) {
        gate.accept(new Reach(Reach.Kind.CLUSTER, cluster));
        Config config = configured(cluster)
                .map(ClusterAccess::config)
                .or(() -> CloudAccess.find(cluster, place).map(CloudAccess::config))
                .orElseThrow(() -> unknown(cluster));
        known.see(config);
        return config;
    }

    @Override
    public Optional<String> tlsServerName(String cluster) {
        return configured(cluster).flatMap(ClusterAccess::tlsServerName);
    }

    @Override
    public String kubeconfig(String cluster) {
        gate.accept(new Reach(Reach.Kind.CLUSTER, cluster));
        return configured(cluster)
                .map(access -> access.kubeconfig(known::see))
                .or(() -> CloudAccess.find(cluster, place)
                        .map(CloudAccess::config)
                        .map(config -> {
                            known.see(config);
                            return InlineKubeconfig.of(cluster, config);
                        }))
                .orElseThrow(() -> unknown(cluster));
    }

    private Optional<ClusterAccess> configured(String name) {
        for (Settings settings : place.settings()) {
            for (ConfiguredCluster cluster : settings.clusters()) {
                if (cluster.getName().equals(name)) {
                    return Optional.of(access(cluster, settings.jenkins()));
                }
            }
        }
        return Optional.empty();
    }

    private ClusterAccess access(ConfiguredCluster cluster, boolean jenkins) {
        if (!cluster.servesJob(place.name())) {
            throw AccessErrors.access(
                    "cluster " + cluster.getName() + " may not be used by " + place.name()
                            + ": it is for other folders",
                    "have an administrator add the job's folder to the cluster in the configuration of kube-release");
        }
        String id = cluster.getCredentialsId();
        if (id == null) {
            throw AccessErrors.input(
                    "cluster " + cluster.getName() + " has no credential",
                    "choose one in the configuration of kube-release");
        }
        return new ClusterAccess(cluster, () -> credentials.find(id, jenkins));
    }

    private RuntimeException unknown(String name) {
        List<String> known = new ArrayList<>();
        place.settings().forEach(settings -> settings.clusters().stream()
                .filter(cluster -> cluster.servesJob(place.name()))
                .map(ConfiguredCluster::getName)
                .forEach(known::add));
        known.addAll(CloudAccess.names(place));
        return AccessErrors.input(
                "no cluster " + name + " for " + place.name() + "; there are: " + String.join(", ", known),
                "name one of them as the environment's cluster, or add it in the configuration of kube-release");
    }
}
