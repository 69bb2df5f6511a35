/** Finds the revision and version of the source with git. */
@NullMarked
package io.kuberelease.adapters.git;

import org.jspecify.annotations.NullMarked;
