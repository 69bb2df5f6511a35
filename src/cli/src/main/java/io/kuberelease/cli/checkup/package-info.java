/** What {@code kube-release doctor} looks at: one class for each thing that a release needs from this machine. */
@NullMarked
package io.kuberelease.cli.checkup;

import org.jspecify.annotations.NullMarked;
