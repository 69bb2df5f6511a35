/** What is wrong with a pod or a workload, read from its status and events alone: no I/O. */
@NullMarked
package io.kuberelease.adapters.kubernetes.diagnosis;

import org.jspecify.annotations.NullMarked;
