/** A package for each outside system; the only place that talks to it. */
@NullMarked
package io.kuberelease.adapters;

import org.jspecify.annotations.NullMarked;
