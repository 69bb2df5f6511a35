/** One release at a time for each app and environment, kept as a Lease in the app's namespace. */
@NullMarked
package io.kuberelease.adapters.kubernetes.lock;

import org.jspecify.annotations.NullMarked;
