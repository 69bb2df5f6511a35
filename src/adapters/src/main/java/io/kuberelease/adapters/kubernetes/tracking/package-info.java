/** Watches a rollout until it is ready, or the cause is known why it won't be. */
@NullMarked
package io.kuberelease.adapters.kubernetes.tracking;

import org.jspecify.annotations.NullMarked;
