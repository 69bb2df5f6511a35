/** Runs a release in this process: the loop, questions to people at the terminal, and Ctrl-C. */
@NullMarked
package io.kuberelease.cli.session;

import org.jspecify.annotations.NullMarked;
