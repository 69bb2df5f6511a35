/** Tests of what is seen on standard output. */
@NullMarked
package io.kuberelease.cli.terminal;

import org.jspecify.annotations.NullMarked;
