/** Puts engine, adapters and Jenkins together. */
@NullMarked
package io.jenkins.plugins.kuberelease.wiring;

import org.jspecify.annotations.NullMarked;
