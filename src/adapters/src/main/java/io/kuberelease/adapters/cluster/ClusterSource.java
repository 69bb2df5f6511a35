package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.Config;
import java.util.Optional;

/** Knows how each cluster that a release names is reached, and as whom. Safe for concurrent use. */
public interface ClusterSource {

    /** What a name stands for, for messages: {@code context}, or {@code cluster}. */
    String kind();

    /**
     * The settings for a client. Where a token ends before a release does, they hold a provider that renews it.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when the cluster is not known or may not be used
     */
    Config config(String cluster);

    /** The name that the cluster's certificate is for, where it is another than the one in its address. */
    default Optional<String> tlsServerName(String cluster) {
        return Optional.empty();
    }

    /**
     * A kubeconfig with this cluster and its user alone, everything inline. Holds secrets.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when the cluster is not known or may not be used
     */
    String kubeconfig(String cluster);
}
