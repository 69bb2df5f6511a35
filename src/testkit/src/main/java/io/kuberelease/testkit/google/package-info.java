/** A stand-in for Google's token services. */
@NullMarked
package io.kuberelease.testkit.google;

import org.jspecify.annotations.NullMarked;
