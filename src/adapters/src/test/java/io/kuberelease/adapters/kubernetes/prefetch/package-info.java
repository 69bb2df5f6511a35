@NullMarked
package io.kuberelease.adapters.kubernetes.prefetch;

import org.jspecify.annotations.NullMarked;
