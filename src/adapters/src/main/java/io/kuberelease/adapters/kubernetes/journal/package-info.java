/** The journal of a release in its environment's cluster, and the lease of the process that carries it on. */
@NullMarked
package io.kuberelease.adapters.kubernetes.journal;

import org.jspecify.annotations.NullMarked;
