package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.model.Target;

/** Gives access to the clusters that a release names. Methods may block; safe for concurrent use. */
public interface Clusters extends AutoCloseable {

    /**
     * A client for the target's cluster with the target's namespace as its default. It shares its connections with the
     * others of this cluster: do not close it.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when the cluster is not known, or is not the one that the
     *     target is pinned to
     * @throws io.kuberelease.model.ReleaseException.Errored when the cluster does not answer
     */
    KubernetesClient client(Target target);

    /**
     * A kubeconfig that holds the target's cluster and user alone, certificates inline, so that another process can be
     * given it. Holds secrets: hand it over through a pipe, never as an argument or a file. A token is the one
     * of now; where the client of {@link #client} has {@link ExpiringTokenProvider}, it is to be renewed. Checked as there.
     */
    String kubeconfig(Target target);

    /** The uid of the cluster's {@code kube-system} namespace, which identifies a cluster for as long as it lives. */
    String clusterId(String cluster);

    /** Closes all connections. */
    @Override
    void close();
}
