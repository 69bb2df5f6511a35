package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.client.Config;
import java.util.Optional;

/** Gives the address and credentials of each cluster that a release names. Safe for concurrent use. */
public interface ClusterSource {

    /** What messages call a name of this source: {@code context} or {@code cluster}. */
    String kind();

    /**
     * The settings for a client. If a token may expire during a release, they hold an {@link ExpiringTokenProvider}.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when the cluster is not known or may not be used
     */
    Config config(String cluster);

    /** The name in the cluster's certificate, if it is not the one in its address. */
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
