/** What happens where the source is: making the plan, and building the image. */
@NullMarked
package io.jenkins.plugins.kuberelease.agent;

import org.jspecify.annotations.NullMarked;
