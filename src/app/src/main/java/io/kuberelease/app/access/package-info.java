/** What the clusters and registries that a host is configured with are for, and what is valid in their forms. */
@NullMarked
package io.kuberelease.app.access;

import org.jspecify.annotations.NullMarked;
