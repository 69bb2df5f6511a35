/** The values a release is made of; each checks itself when it is made. */
@NullMarked
package io.kuberelease.model;

import org.jspecify.annotations.NullMarked;
