package io.jenkins.plugins.kuberelease.page;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import io.kuberelease.app.page.HostedReleases;
import java.util.Optional;

/** Whatever carries the releases of builds out in this Jenkins. */
public interface ReleaseControl extends HostedReleases<Run<?, ?>>, ExtensionPoint {

    /** The one that is installed, if there is one. */
    static Optional<ReleaseControl> installed() {
        return ExtensionList.lookup(ReleaseControl.class).stream().findFirst();
    }
}
