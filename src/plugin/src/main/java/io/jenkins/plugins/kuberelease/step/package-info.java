/** The pipeline steps for Jenkinsfiles. */
@NullMarked
package io.jenkins.plugins.kuberelease.step;

import org.jspecify.annotations.NullMarked;
