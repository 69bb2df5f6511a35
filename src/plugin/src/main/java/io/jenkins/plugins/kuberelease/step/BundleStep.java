package io.jenkins.plugins.kuberelease.step;

import io.kuberelease.app.BadRequest;
import io.kuberelease.app.GivenSettings;
import io.kuberelease.app.ReleaseAnswer;
import io.kuberelease.app.ReleaseSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The fields of the steps that promote or roll back a bundle. In a base class because Jenkins binds a form to fields.
 */
public abstract class BundleStep extends ReleaseStep {
    /**
     * An earlier release of this build, whose release file is used: its id, or null to read the release file in the
     * workspace.
     */
    @DataBoundSetter
    public @Nullable String release;

    BundleStep() {}

    /** Makes the request of these fields; see {@link StepRequest.OfBundle}. */
    final StepRequest request(
            GivenSettings given, @Nullable String bundle, @Nullable String from, @Nullable String to, boolean back)
            throws BadRequest {
        ReleaseSpec.Beside beside = given.beside();
        StepRequest.OfBundle wish =
                new StepRequest.OfBundle(release, bundle, from, Objects.requireNonNullElse(to, ""), back);
        return request(beside, true, wish, ReleaseAnswer.Part.RELEASE);
    }
}
