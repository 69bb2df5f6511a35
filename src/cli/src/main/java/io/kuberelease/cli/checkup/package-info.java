/** The checks of {@code kube-release doctor}: one class for each thing that a release needs. */
@NullMarked
package io.kuberelease.cli.checkup;

import org.jspecify.annotations.NullMarked;
