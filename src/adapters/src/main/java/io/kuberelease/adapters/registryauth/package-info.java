/** Registry credentials from the files and helpers of docker and podman. */
@NullMarked
package io.kuberelease.adapters.registryauth;

import org.jspecify.annotations.NullMarked;
