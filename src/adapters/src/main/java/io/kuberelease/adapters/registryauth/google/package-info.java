/** Google's registries: credentials in the order of Google's own library. */
@NullMarked
package io.kuberelease.adapters.registryauth.google;

import org.jspecify.annotations.NullMarked;
