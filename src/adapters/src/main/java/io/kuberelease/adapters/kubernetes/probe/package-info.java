/** Looks at an app from outside: its answer over HTTP, and who we are to its cluster. */
@NullMarked
package io.kuberelease.adapters.kubernetes.probe;

import org.jspecify.annotations.NullMarked;
