/** What a person or a program sees of a release on standard output. */
@NullMarked
package io.kuberelease.cli.terminal;

import org.jspecify.annotations.NullMarked;
