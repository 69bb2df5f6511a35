package io.kuberelease.adapters.oci;

import java.io.InputStream;

/**
 * An answer whose body is still to be read.
 *
 * @param answer without the body, unless the registry refused
 * @param body empty when the registry refused; to be closed
 */
record Download(Answer answer, InputStream body) {}
