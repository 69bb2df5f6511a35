/** Google's tokens for registries and clusters, from a service account's key, without a library of Google's. */
@NullMarked
package io.jenkins.plugins.kuberelease.access.google;

import org.jspecify.annotations.NullMarked;
