package io.jenkins.plugins.kuberelease.access;

import hudson.model.Item;
import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.Settings;
import io.kuberelease.adapters.cluster.ClusterSource;
import io.kuberelease.adapters.cluster.InlineKubeconfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The clusters that a job may name: those of its folders, those of Jenkins, and the Kubernetes plugin's clouds. */
final class JenkinsClusters implements ClusterSource {
    private final Item job;
    private final RunCredentials credentials;
    private final Consumer<String> gate;
    private final KnownSecrets known;

    JenkinsClusters(Item job, RunCredentials credentials, Consumer<String> gate, KnownSecrets known) {
        this.job = job;
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
        gate.accept("cluster " + cluster);
        Config config = configured(cluster)
                .map(ClusterAccess::config)
                .or(() -> CloudAccess.find(cluster, job).map(CloudAccess::config))
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
        gate.accept("cluster " + cluster);
        return configured(cluster)
                .map(access -> access.kubeconfig(known::see))
                .or(() -> CloudAccess.find(cluster, job)
                        .map(CloudAccess::config)
                        .map(config -> {
                            known.see(config);
                            return InlineKubeconfig.of(cluster, config);
                        }))
                .orElseThrow(() -> unknown(cluster));
    }

    private Optional<ClusterAccess> configured(String name) {
        for (Settings settings : Settings.of(job)) {
            for (ConfiguredCluster cluster : settings.clusters()) {
                if (cluster.getName().equals(name)) {
                    return Optional.of(access(cluster, settings.jenkins()));
                }
            }
        }
        return Optional.empty();
    }

    private ClusterAccess access(ConfiguredCluster cluster, boolean jenkins) {
        if (!cluster.servesJob(job.getFullName())) {
            throw AccessErrors.access(
                    "cluster " + cluster.getName() + " may not be used by " + job.getFullName()
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
        Settings.of(job).forEach(settings -> settings.clusters().stream()
                .filter(cluster -> cluster.servesJob(job.getFullName()))
                .map(ConfiguredCluster::getName)
                .forEach(known::add));
        known.addAll(CloudAccess.names(job));
        return AccessErrors.input(
                "no cluster " + name + " for " + job.getFullName() + "; there are: " + String.join(", ", known),
                "name one of them as the environment's cluster, or add it in the configuration of kube-release");
    }
}
