/**
 * The pages of a build's releases, of a job's environments and of all apps, and the actions that start there. The
 * releases themselves are run behind {@link io.jenkins.plugins.kuberelease.page.ReleaseControl}.
 */
@NullMarked
package io.jenkins.plugins.kuberelease.page;

import org.jspecify.annotations.NullMarked;
