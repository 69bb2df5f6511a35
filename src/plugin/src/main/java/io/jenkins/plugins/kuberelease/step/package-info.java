/** The pipeline steps: what a Jenkinsfile can say. */
@NullMarked
package io.jenkins.plugins.kuberelease.step;

import org.jspecify.annotations.NullMarked;
