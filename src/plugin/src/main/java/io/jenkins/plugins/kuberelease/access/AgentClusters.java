package io.jenkins.plugins.kuberelease.access;

import hudson.model.Item;
import io.fabric8.kubernetes.client.Config;
import io.kuberelease.adapters.cluster.ClientClusters;
import io.kuberelease.adapters.cluster.ClusterSource;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.cluster.InlineKubeconfig;

/**
 * The clusters in which a job's agents run, by the names of their clouds. A job that may have agents in a cloud may
 * have other pods there too. That includes a change from outside of the repository, since its build runs there already.
 */
public final class AgentClusters implements ClusterSource {
    private final Item job;

    private AgentClusters(Item job) {
        this.job = job;
    }

    /** The clusters for the agents of a job; to be closed by the caller. */
    public static Clusters of(Item job) {
        return new ClientClusters(new AgentClusters(job));
    }

    @Override
    public String kind() {
        return "cloud";
    }

    @Override
    public Config config(String cluster) {
        return cloud(cluster).config();
    }

    @Override
    public String kubeconfig(String cluster) {
        return InlineKubeconfig.of(cluster, config(cluster));
    }

    private CloudAccess cloud(String name) {
        return CloudAccess.find(name, job)
                .orElseThrow(() -> AccessErrors.input(
                        "there is no Kubernetes cloud " + name + " any more",
                        "let the agent run in one that there is"));
    }
}
