/** The release page of the terminal: served on this machine alone, to whoever has been given its address. */
@NullMarked
package io.kuberelease.cli.page;

import org.jspecify.annotations.NullMarked;
