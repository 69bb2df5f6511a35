package io.jenkins.plugins.kuberelease.step;

import hudson.Util;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The field of steps that make something from a source. In a base class because Jenkins binds a form to fields. */
public abstract class VersionedStep extends ReleaseStep {
    @DataBoundSetter private @Nullable String version;

    VersionedStep() {}

    /**
     * The version to release.
     *
     * @return a SemVer version, or null for the one found in the repository
     */
    public final @Nullable String getVersion() {
        return Util.fixEmptyAndTrim(version);
    }
}
