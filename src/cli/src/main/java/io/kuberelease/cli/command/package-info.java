/** The commands of the program: one class for each. */
@NullMarked
package io.kuberelease.cli.command;

import org.jspecify.annotations.NullMarked;
