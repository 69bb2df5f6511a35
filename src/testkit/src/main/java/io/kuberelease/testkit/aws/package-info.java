/** A stand-in for Amazon's services. */
@NullMarked
package io.kuberelease.testkit.aws;

import org.jspecify.annotations.NullMarked;
