/** Access to Kubernetes clusters, which all adapters that talk to Kubernetes share. */
@NullMarked
package io.kuberelease.adapters.cluster;

import org.jspecify.annotations.NullMarked;
