/** Runs other programs within a time limit; stopping one stops its whole process tree. */
@NullMarked
package io.kuberelease.adapters.process;

import org.jspecify.annotations.NullMarked;
