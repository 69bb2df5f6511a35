/** A first release file for a repository, from what is found there. */
@NullMarked
package io.kuberelease.cli.init;

import org.jspecify.annotations.NullMarked;
