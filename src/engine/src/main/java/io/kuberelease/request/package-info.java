/** The requests of users, unchecked, with the place where each part was written. */
@NullMarked
package io.kuberelease.request;

import org.jspecify.annotations.NullMarked;
