/** Bundles as OCI artifacts: the same content has the same digest. */
@NullMarked
package io.kuberelease.adapters.bundle;

import org.jspecify.annotations.NullMarked;
