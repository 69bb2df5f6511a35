/** The output on standard output, for people and for programs. */
@NullMarked
package io.kuberelease.cli.terminal;

import org.jspecify.annotations.NullMarked;
