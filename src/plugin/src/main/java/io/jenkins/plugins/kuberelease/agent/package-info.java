/** The work on the machine that has the source: making the plan, and building the image. */
@NullMarked
package io.jenkins.plugins.kuberelease.agent;

import org.jspecify.annotations.NullMarked;
