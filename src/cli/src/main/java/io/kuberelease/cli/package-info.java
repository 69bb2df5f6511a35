/** The terminal program. */
@NullMarked
package io.kuberelease.cli;

import org.jspecify.annotations.NullMarked;
