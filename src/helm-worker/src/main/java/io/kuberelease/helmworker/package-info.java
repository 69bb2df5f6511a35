/** The child process that holds Helm, and the protocol spoken with it. */
@NullMarked
package io.kuberelease.helmworker;

import org.jspecify.annotations.NullMarked;
