/** Packages charts and deploys them with Helm, which runs in a child process. */
@NullMarked
package io.kuberelease.adapters.helm;

import org.jspecify.annotations.NullMarked;
