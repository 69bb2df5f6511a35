package io.jenkins.plugins.kuberelease.access;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.jenkins.plugins.kuberelease.wiring.AccessProvider;

/** What builds may reach, as Jenkins is configured; another provider goes before this one. */
@Extension(ordinal = -1)
public final class JenkinsAccessProvider implements AccessProvider {

    @Override
    public Access of(Run<?, ?> run) {
        return new JenkinsAccess(run);
    }
}
