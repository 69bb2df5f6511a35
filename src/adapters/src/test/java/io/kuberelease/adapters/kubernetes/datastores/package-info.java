@NullMarked
package io.kuberelease.adapters.kubernetes.datastores;

import org.jspecify.annotations.NullMarked;
