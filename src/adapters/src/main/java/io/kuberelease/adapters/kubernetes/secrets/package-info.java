/** Finds the secrets that pods are given, so that they are masked in logs. */
@NullMarked
package io.kuberelease.adapters.kubernetes.secrets;

import org.jspecify.annotations.NullMarked;
