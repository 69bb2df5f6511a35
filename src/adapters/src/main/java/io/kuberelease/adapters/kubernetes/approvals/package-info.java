/** Who has decided, as a cluster vouches for it. */
@NullMarked
package io.kuberelease.adapters.kubernetes.approvals;

import org.jspecify.annotations.NullMarked;
