package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.model.Target;

/** Gives access to the clusters that a release names. Methods may block; safe for concurrent use. */
public interface Clusters extends AutoCloseable {

    /**
     * A client for the target's cluster with the target's namespace as its default. It shares its connections with
     * other clients of this cluster: do not close it.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when the cluster is not known, or is not the one that the
     *     target is pinned to
     * @throws io.kuberelease.model.ReleaseException.Errored when the cluster does not answer
     */
    KubernetesClient client(Target target);

    /**
     * A kubeconfig with only the target's cluster and user, certificates inline, for another process. Holds secrets:
     * pass it through a pipe, never as an argument or a file. Its token is the present one, and must be renewed if the
     * client's settings have an {@link ExpiringTokenProvider}. Throws as {@link #client}.
     */
    String kubeconfig(Target target);

    /** The uid of the cluster's {@code kube-system} namespace, which identifies a cluster for as long as it lives. */
    String clusterId(String cluster);

    /** Closes all connections. */
    @Override
    void close();
}
