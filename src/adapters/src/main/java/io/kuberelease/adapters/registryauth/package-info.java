/** Credentials for registries from where docker and podman keep them. */
@NullMarked
package io.kuberelease.adapters.registryauth;

import org.jspecify.annotations.NullMarked;
