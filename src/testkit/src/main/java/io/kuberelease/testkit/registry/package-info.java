/** Registries that are stricter than they need be. */
@NullMarked
package io.kuberelease.testkit.registry;

import org.jspecify.annotations.NullMarked;
