/** Credentials for Amazon's and Google's registries and clusters. This package holds what both have in common. */
@NullMarked
package io.kuberelease.adapters.cloud;

import org.jspecify.annotations.NullMarked;
