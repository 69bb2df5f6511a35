/** What all that writes into a cluster has in common: names of labels, the namespace, writing without overwriting others. */
@NullMarked
package io.kuberelease.adapters.kubernetes.support;

import org.jspecify.annotations.NullMarked;
