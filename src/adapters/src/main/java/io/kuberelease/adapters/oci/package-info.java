/** Registries of images and artifacts, as the OCI distribution specification has them. */
@NullMarked
package io.kuberelease.adapters.oci;

import org.jspecify.annotations.NullMarked;
