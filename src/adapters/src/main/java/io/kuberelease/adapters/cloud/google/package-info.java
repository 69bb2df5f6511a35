/**
 * Google's registries and clusters. A service account's key buys tokens without a library; for everybody else that a
 * machine may be to Google there is Google's own, where it is present.
 */
@NullMarked
package io.kuberelease.adapters.cloud.google;

import org.jspecify.annotations.NullMarked;
