/** Approvals that a cluster vouches for. */
@NullMarked
package io.kuberelease.adapters.kubernetes.approvals;

import org.jspecify.annotations.NullMarked;
