package io.jenkins.plugins.kuberelease.step;

import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The field of steps that make something from a source. In a base class because Jenkins binds a form to fields. */
public abstract class VersionedStep extends ReleaseStep {
    /** The version to release: a SemVer version, or null for the one found in the repository. */
    @DataBoundSetter
    public @Nullable String version;

    VersionedStep() {}
}
