/** Renders a release as text: its lines and the plain log, the same in the terminal and in Jenkins' console. */
@NullMarked
package io.kuberelease.app.log;

import org.jspecify.annotations.NullMarked;
