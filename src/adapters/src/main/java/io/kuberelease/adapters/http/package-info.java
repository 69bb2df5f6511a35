/** HTTP requests for all adapters, through the proxies that the usual environment variables name. */
@NullMarked
package io.kuberelease.adapters.http;

import org.jspecify.annotations.NullMarked;
