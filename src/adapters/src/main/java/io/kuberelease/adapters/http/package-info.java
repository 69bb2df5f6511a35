/** How servers are reached over HTTP: through which proxy, as the usual variables say. Shared by all adapters. */
@NullMarked
package io.kuberelease.adapters.http;

import org.jspecify.annotations.NullMarked;
