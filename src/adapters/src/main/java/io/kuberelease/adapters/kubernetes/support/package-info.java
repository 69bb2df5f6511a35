/**
 * What all code that writes to a cluster shares: labels, the namespace, writing without overwriting others' changes.
 */
@NullMarked
package io.kuberelease.adapters.kubernetes.support;

import org.jspecify.annotations.NullMarked;
