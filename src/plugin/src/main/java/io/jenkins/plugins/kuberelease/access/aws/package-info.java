/** Amazon's tokens for registries and clusters, from an access key, without a library of Amazon's. */
@NullMarked
package io.jenkins.plugins.kuberelease.access.aws;

import org.jspecify.annotations.NullMarked;
