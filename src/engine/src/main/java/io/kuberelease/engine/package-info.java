/** The engine: decides what a release does next, and carries it out on a loop. */
@NullMarked
package io.kuberelease.engine;

import org.jspecify.annotations.NullMarked;
