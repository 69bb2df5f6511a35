/** What a user may do in a cluster, asked before it is needed. */
@NullMarked
package io.kuberelease.adapters.kubernetes.access;

import org.jspecify.annotations.NullMarked;
