package io.kuberelease.adapters.cluster;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;

/**
 * One context of a kubeconfig with what it refers to. Paths are absolute. Holds secrets.
 *
 * @param context its name
 * @param cluster absent fields are null, as the client's model has them
 */
record ContextEntry(String context, Cluster cluster, AuthInfo user) {}
