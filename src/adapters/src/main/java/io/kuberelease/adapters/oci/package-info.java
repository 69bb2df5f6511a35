/** A client for registries of images and artifacts, by the OCI distribution specification. */
@NullMarked
package io.kuberelease.adapters.oci;

import org.jspecify.annotations.NullMarked;
