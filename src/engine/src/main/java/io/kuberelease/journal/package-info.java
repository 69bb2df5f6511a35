/** The events of a release, the journal that keeps them, and the state that is folded from them. */
@NullMarked
package io.kuberelease.journal;

import org.jspecify.annotations.NullMarked;
