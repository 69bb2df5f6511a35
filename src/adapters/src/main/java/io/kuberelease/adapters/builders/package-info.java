/** BuildKit, buildah and docker: a Dockerfile and its context become an image in a registry. */
@NullMarked
package io.kuberelease.adapters.builders;

import org.jspecify.annotations.NullMarked;
