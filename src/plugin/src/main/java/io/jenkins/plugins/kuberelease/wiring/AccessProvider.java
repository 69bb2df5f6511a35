package io.jenkins.plugins.kuberelease.wiring;

import hudson.ExtensionPoint;
import hudson.model.Run;

/** Provides the access of builds. The provider with the highest ordinal is used. */
public interface AccessProvider extends ExtensionPoint {

    /** Makes the access of a build; called each time a release begins or is resumed. To be closed by the caller. */
    Access of(Run<?, ?> run);
}
