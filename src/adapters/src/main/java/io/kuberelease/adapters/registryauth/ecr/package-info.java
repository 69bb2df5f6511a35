/** Amazon's registries: credentials in the order of Amazon's own library, and repositories that are created. */
@NullMarked
package io.kuberelease.adapters.registryauth.ecr;

import org.jspecify.annotations.NullMarked;
