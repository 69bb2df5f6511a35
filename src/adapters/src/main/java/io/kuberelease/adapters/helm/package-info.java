/** Charts and environments by way of Helm, which runs in a child process. */
@NullMarked
package io.kuberelease.adapters.helm;

import org.jspecify.annotations.NullMarked;
