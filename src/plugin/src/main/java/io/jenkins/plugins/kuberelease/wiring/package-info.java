/** Where engine, adapters and Jenkins are put together. */
@NullMarked
package io.jenkins.plugins.kuberelease.wiring;

import org.jspecify.annotations.NullMarked;
