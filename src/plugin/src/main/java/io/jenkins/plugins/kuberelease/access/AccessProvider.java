package io.jenkins.plugins.kuberelease.access;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import io.kuberelease.app.access.Access;

/** Provides the access of builds and of projects. The provider with the highest ordinal is used. */
public interface AccessProvider extends ExtensionPoint {

    /** The one that is used. */
    static AccessProvider get() {
        return ExtensionList.lookupFirst(AccessProvider.class);
    }

    /** Makes the access of a build; called each time a release begins or is resumed. To be closed by the caller. */
    Access of(Run<?, ?> run);

    /**
     * Makes the access of those who look after a project's previews, which comes to no more than its jobs may use; the
     * project may be gone. To be closed by the caller.
     *
     * @param project its full name
     */
    Access ofProject(String project);
}
