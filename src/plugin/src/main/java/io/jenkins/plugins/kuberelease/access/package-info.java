/** What Jenkins lets a build reach: clusters, registries and Slack, as its configuration and credentials say. */
@NullMarked
package io.jenkins.plugins.kuberelease.access;

import org.jspecify.annotations.NullMarked;
