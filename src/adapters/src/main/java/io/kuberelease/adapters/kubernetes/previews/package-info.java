/** Previews in a cluster: a namespace for each branch, which says itself whose it is, and what stands in it. */
@NullMarked
package io.kuberelease.adapters.kubernetes.previews;

import org.jspecify.annotations.NullMarked;
