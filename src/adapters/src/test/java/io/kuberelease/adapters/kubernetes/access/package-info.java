@NullMarked
package io.kuberelease.adapters.kubernetes.access;

import org.jspecify.annotations.NullMarked;
