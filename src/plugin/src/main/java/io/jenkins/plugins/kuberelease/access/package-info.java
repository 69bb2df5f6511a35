/** The access of a build to clusters, registries and Slack, as Jenkins' configuration and credentials allow it. */
@NullMarked
package io.jenkins.plugins.kuberelease.access;

import org.jspecify.annotations.NullMarked;
