/** Reads the values of secrets from the places that a release file names. */
@NullMarked
package io.kuberelease.adapters.secrets;

import org.jspecify.annotations.NullMarked;
