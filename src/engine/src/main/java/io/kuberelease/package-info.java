/** The engine of kube-release: what a release is, and how it advances. No I/O happens below this package. */
@NullMarked
package io.kuberelease;

import org.jspecify.annotations.NullMarked;
