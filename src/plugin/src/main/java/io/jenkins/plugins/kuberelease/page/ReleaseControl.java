package io.jenkins.plugins.kuberelease.page;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import io.kuberelease.app.page.HostedReleases;
import java.util.Optional;

/** The component that runs the releases of builds in this Jenkins. */
public interface ReleaseControl extends HostedReleases<Run<?, ?>>, ExtensionPoint {

    /** The installed one; absent when there is none. */
    static Optional<ReleaseControl> installed() {
        return ExtensionList.lookup(ReleaseControl.class).stream().findFirst();
    }
}
