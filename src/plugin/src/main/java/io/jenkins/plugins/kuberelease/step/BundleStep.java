package io.jenkins.plugins.kuberelease.step;

import hudson.Util;
import io.kuberelease.app.ReleaseSpec;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The fields of the steps that promote or roll back a bundle. In a base class because Jenkins binds a form to setters.
 */
public abstract class BundleStep extends SourceStep {
    private @Nullable String release;

    BundleStep() {}

    /**
     * An earlier release of this build, whose release file is used.
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

    /** Makes the order from the fields of the step. */
    final StepOrder order(String step, BundleTarget wish) {
        return new BundleOrder(
                source(step, true, ReleaseSpec.Beside.NOTHING.settings()), release, wish, Answer.RELEASE);
    }
}
