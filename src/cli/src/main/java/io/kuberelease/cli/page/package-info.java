/** The release page of the terminal, served on this machine only, to the browser that has its address. */
@NullMarked
package io.kuberelease.cli.page;

import org.jspecify.annotations.NullMarked;
