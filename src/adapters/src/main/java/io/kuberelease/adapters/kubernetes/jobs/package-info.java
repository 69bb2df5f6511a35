/** Short-lived Jobs of a release: named, made or adopted, watched, read and removed. */
@NullMarked
package io.kuberelease.adapters.kubernetes.jobs;

import org.jspecify.annotations.NullMarked;
