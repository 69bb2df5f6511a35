/** The journal of a release in its environment's cluster, and who carries the release on. */
@NullMarked
package io.kuberelease.adapters.kubernetes.journal;

import org.jspecify.annotations.NullMarked;
