/** Finds what pods are given as secrets, so that nobody tells it. */
@NullMarked
package io.kuberelease.adapters.kubernetes.secrets;

import org.jspecify.annotations.NullMarked;
