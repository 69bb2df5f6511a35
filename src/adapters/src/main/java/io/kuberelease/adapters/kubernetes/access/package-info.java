/** Checks a user's permissions and a release's clusters before they are needed. */
@NullMarked
package io.kuberelease.adapters.kubernetes.access;

import org.jspecify.annotations.NullMarked;
