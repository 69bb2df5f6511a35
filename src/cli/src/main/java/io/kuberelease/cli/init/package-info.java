/** Writes a first release file for a repository from its content. */
@NullMarked
package io.kuberelease.cli.init;

import org.jspecify.annotations.NullMarked;
