package io.jenkins.plugins.kuberelease.step;

import hudson.Util;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The field that all steps have which make something of a source. Jenkins binds a form to setters, so it is shared here. */
public abstract class VersionedStep extends SourceStep {
    private @Nullable String version;

    VersionedStep() {}

    /**
     * Which version this is.
     *
     * @return a SemVer version, or null for the one that the repository says
     */
    public final @Nullable String getVersion() {
        return version;
    }

    @DataBoundSetter
    public final void setVersion(@Nullable String version) {
        this.version = Util.fixEmptyAndTrim(version);
    }
}
