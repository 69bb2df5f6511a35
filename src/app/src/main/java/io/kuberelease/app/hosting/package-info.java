/**
 * A host that holds many releases: kept in directories grouped by builds, run side by side, resumed after a restart,
 * and begun by people at pages. A host says what its builds are; the rest is the same in each.
 */
@NullMarked
package io.kuberelease.app.hosting;

import org.jspecify.annotations.NullMarked;
