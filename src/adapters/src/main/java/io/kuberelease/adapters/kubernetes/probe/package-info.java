/** Asks an app over HTTP, and its cluster for our user's name. */
@NullMarked
package io.kuberelease.adapters.kubernetes.probe;

import org.jspecify.annotations.NullMarked;
