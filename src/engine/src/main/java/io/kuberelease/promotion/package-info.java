/** What is where, and releases that begin with a bundle that exists: promotion, rollback, and what would differ. */
@NullMarked
package io.kuberelease.promotion;

import org.jspecify.annotations.NullMarked;
