/** The API's documents as JSON. */
@NullMarked
package io.kuberelease.adapters.api;

import org.jspecify.annotations.NullMarked;
