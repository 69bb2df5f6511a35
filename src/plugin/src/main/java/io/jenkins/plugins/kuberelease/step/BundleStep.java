package io.jenkins.plugins.kuberelease.step;

import hudson.Util;
import io.kuberelease.app.ReleaseSpec;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** What the steps that take a bundle somewhere have beyond other steps. Jenkins binds a form to setters, so it is shared here. */
public abstract class BundleStep extends SourceStep {
    private @Nullable String release;

    BundleStep() {}

    /**
     * An earlier release of this build.
     *
     * @return its id, or null to read the release file in the workspace
     */
    public final @Nullable String getRelease() {
        return release;
    }

    @DataBoundSetter
    public final void setRelease(@Nullable String release) {
        this.release = Util.fixEmptyAndTrim(release);
    }

    /** The order to take a bundle somewhere, with what is known of the release file. */
    final StepOrder order(String step, BundleTarget wish) {
        return new BundleOrder(
                source(step, true, ReleaseSpec.Beside.NOTHING.settings()), release, wish, Answer.RELEASE);
    }
}
