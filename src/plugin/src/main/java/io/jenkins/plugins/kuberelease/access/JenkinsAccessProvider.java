package io.jenkins.plugins.kuberelease.access;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.wiring.Access;

/** Gives builds access as Jenkins is configured; another provider takes precedence over this one. */
@Extension(ordinal = -1)
public final class JenkinsAccessProvider implements Access.Provider {

    @Override
    public Access of(Run<?, ?> run) {
        return JenkinsAccess.of(run);
    }

    @Override
    public Access ofProject(String project) {
        return JenkinsAccess.of(AccessPlace.ofProject(project));
    }
}
