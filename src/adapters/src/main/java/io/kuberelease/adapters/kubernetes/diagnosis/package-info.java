/** Finds what is wrong with a pod or a workload, from its status and events alone, without I/O. */
@NullMarked
package io.kuberelease.adapters.kubernetes.diagnosis;

import org.jspecify.annotations.NullMarked;
