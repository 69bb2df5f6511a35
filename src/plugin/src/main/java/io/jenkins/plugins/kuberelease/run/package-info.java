/** Runs releases on the controller, and keeps track of those under way. */
@NullMarked
package io.jenkins.plugins.kuberelease.run;

import org.jspecify.annotations.NullMarked;
