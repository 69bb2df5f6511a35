/** Brings images to nodes before they are needed there. */
@NullMarked
package io.kuberelease.adapters.kubernetes.prefetch;

import org.jspecify.annotations.NullMarked;
