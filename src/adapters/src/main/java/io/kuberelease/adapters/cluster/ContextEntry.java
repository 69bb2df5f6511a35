package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;

/**
 * One context of a kubeconfig with its cluster and user. Paths are absolute. Holds secrets.
 *
 * @param context the context's name
 * @param cluster the client's model, in which absent fields are null, as in {@code user}
 */
record ContextEntry(String context, Cluster cluster, AuthInfo user) {}
