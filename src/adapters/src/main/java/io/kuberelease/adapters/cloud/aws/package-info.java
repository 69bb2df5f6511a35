/**
 * Amazon's registries and clusters. Requests are signed here, the same in the terminal and in Jenkins; Amazon's own
 * library only tells who a machine is ({@link io.kuberelease.adapters.cloud.aws.AwsLibrary}), where it is present.
 */
@NullMarked
package io.kuberelease.adapters.cloud.aws;

import org.jspecify.annotations.NullMarked;
