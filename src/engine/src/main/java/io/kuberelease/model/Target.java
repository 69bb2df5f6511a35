package io.kuberelease.model;

import java.util.Optional;

/**
 * A namespace in a cluster.
 *
 * @param cluster how the user names the cluster: a kubeconfig context, a Jenkins cloud or a configured cluster
 * @param clusterId uid of the cluster's {@code kube-system} namespace; when present, another cluster is refused
 * @param namespace where in the cluster
 */
public record Target(String cluster, Optional<String> clusterId, Namespace namespace) {}
