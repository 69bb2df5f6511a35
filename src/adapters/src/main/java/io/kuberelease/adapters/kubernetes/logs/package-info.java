/** Reads the logs of containers: as they are written, once, and the last lines. */
@NullMarked
package io.kuberelease.adapters.kubernetes.logs;

import org.jspecify.annotations.NullMarked;
