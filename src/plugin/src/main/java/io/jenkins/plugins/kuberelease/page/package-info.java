/**
 * The pages: of a build's releases, of a job's environments, of all apps; and what can be done from there. What carries
 * releases out is behind {@link io.jenkins.plugins.kuberelease.page.ReleaseControl}.
 */
@NullMarked
package io.jenkins.plugins.kuberelease.page;

import org.jspecify.annotations.NullMarked;
