/**
 * Google's registries and clusters. With a service account's key, tokens are fetched without a library; for a machine's
 * other identities Google's own library is used, where it is present.
 */
@NullMarked
package io.kuberelease.adapters.cloud.google;

import org.jspecify.annotations.NullMarked;
