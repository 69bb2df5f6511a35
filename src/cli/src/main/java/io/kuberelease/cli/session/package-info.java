/** A release on its way in this process: the loop, people at the terminal, and Ctrl-C. */
@NullMarked
package io.kuberelease.cli.session;

import org.jspecify.annotations.NullMarked;
