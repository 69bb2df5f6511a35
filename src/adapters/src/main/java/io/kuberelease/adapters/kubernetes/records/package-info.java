/** The history of deployments in an environment, kept as a ConfigMap in the app's namespace. */
@NullMarked
package io.kuberelease.adapters.kubernetes.records;

import org.jspecify.annotations.NullMarked;
