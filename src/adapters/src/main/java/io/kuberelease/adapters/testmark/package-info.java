/** Remembers in the registry which images have passed their tests. */
@NullMarked
package io.kuberelease.adapters.testmark;

import org.jspecify.annotations.NullMarked;
