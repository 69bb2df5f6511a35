/** Carries releases out on the controller, and knows those that are under way. */
@NullMarked
package io.jenkins.plugins.kuberelease.run;

import org.jspecify.annotations.NullMarked;
