/**
 * The bundles in the environments, and releases that begin with one that exists: promotion, rollback, and comparison.
 */
@NullMarked
package io.kuberelease.promotion;

import org.jspecify.annotations.NullMarked;
