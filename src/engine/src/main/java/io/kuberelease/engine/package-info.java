/** What to do next: the decisions, and the loop that carries them out. */
@NullMarked
package io.kuberelease.engine;

import org.jspecify.annotations.NullMarked;
