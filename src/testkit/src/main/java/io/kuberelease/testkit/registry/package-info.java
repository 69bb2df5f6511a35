/** A real registry for one test, and one that fails as registries and networks do. */
@NullMarked
package io.kuberelease.testkit.registry;

import org.jspecify.annotations.NullMarked;
