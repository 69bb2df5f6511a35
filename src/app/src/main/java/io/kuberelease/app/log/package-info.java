/** How a release reads in text: lines, and the plain log, the same in the terminal and in Jenkins' console. */
@NullMarked
package io.kuberelease.app.log;

import org.jspecify.annotations.NullMarked;
