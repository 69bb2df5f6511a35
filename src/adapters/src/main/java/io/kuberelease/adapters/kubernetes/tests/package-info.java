/** Runs a command in an image in a cluster, with its log streamed and its JUnit reports collected. */
@NullMarked
package io.kuberelease.adapters.kubernetes.tests;

import org.jspecify.annotations.NullMarked;
