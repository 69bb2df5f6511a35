/**
 * Amazon's registries and clusters. Requests are signed here, in the terminal as in Jenkins; Amazon's own library,
 * where it is present, only finds this machine's identity and the regions
 * ({@link io.kuberelease.adapters.cloud.aws.AwsLibrary}).
 */
@NullMarked
package io.kuberelease.adapters.cloud.aws;

import org.jspecify.annotations.NullMarked;
