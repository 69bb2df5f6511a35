/** Fakes that keep the promises of the ports, and faults that the real world will not produce on demand. */
@NullMarked
package io.kuberelease.testkit;

import org.jspecify.annotations.NullMarked;
