/** Short-lived datastores in a cluster: one pod, owned by one Job with a time limit. */
@NullMarked
package io.kuberelease.adapters.kubernetes.datastores;

import org.jspecify.annotations.NullMarked;
