/** What can be asked of the program: one class for each command. */
@NullMarked
package io.kuberelease.cli.command;

import org.jspecify.annotations.NullMarked;
