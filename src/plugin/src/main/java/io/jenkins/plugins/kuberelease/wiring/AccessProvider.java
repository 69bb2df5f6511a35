package io.jenkins.plugins.kuberelease.wiring;

import hudson.ExtensionPoint;
import hudson.model.Run;

/** Knows with what a build may go where. The one with the highest ordinal is asked. */
public interface AccessProvider extends ExtensionPoint {

    /** The access of a build; asked anew each time a release is taken up. */
    Access of(Run<?, ?> run);
}
