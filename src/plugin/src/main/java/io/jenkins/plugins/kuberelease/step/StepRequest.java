package io.jenkins.plugins.kuberelease.step;

import io.kuberelease.app.GivenSettings;
import io.kuberelease.app.ReleaseAnswer;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.app.preview.PreviewStep;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.promotion.Promotions;
import io.kuberelease.request.PromotionRequest;
import io.kuberelease.request.RollbackRequest;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a step asks for. Stored with the build, as texts; public, because the values of a record are not stored
 * otherwise.
 *
 * @param json the {@link ReleaseSpec}, which does not know yet who asks, nor what the image's tag means
 * @param label label expression of agents for work outside {@code node}; null for any
 * @param answer the {@link ReleaseAnswer.Part} that the step returns
 * @param bundle the existing bundle that is meant; null to release from the source
 */
public record StepRequest(
        String json,
        @Nullable String label,
        String answer,
        @Nullable OfBundle bundle) implements Serializable {
    StepRequest(ReleaseSpec spec, @Nullable String label, ReleaseAnswer.Part answer, @Nullable OfBundle bundle) {
        this(spec.toJson(), label, answer.name(), bundle);
    }

    /**
     * A bundle and the environments that it is to go to.
     *
     * @param release an earlier release of this build, whose release file is used; null for the one in the workspace
     * @param bundle its version, digest or reference; null for the one that is in the environment before, or the last
     *     good one
     * @param from the environment whose bundle is promoted; null for the one before
     * @param to environments, separated by commas; the only one to roll back
     * @param back whether the environment is rolled back
     */
    public record OfBundle(
            @Nullable String release,
            @Nullable String bundle,
            @Nullable String from,
            String to,
            boolean back) implements Serializable {
        ReleasePlan plan(Promotions promotions, AppDescription app, String startedBy) {
            // A full reference of a bundle ends with its digest.
            Optional<String> named = Optional.ofNullable(bundle).map(text -> text.substring(text.indexOf('@') + 1));
            return back
                    ? promotions.rollback(app, new RollbackRequest(to, named, startedBy))
                    : promotions.promote(
                            app,
                            new PromotionRequest(Optional.ofNullable(from), GivenSettings.names(to), named, startedBy));
        }
    }

    /** The same request, for the preview of a branch; absent: the build's. */
    StepRequest previewing(Optional<String> branch) {
        return new StepRequest(spec().previewing(branch).toJson(), label, answer, bundle);
    }

    ReleaseSpec spec() {
        return ReleaseSpec.ofJson(json);
    }

    /** Which release file it deploys, and where. */
    PreviewStep previewStep() {
        ReleaseSpec.File source = spec().file();
        return new PreviewStep(source.directory(), source.name(), label == null ? "" : label);
    }

    /** The name of the step in a Jenkinsfile. */
    String step() {
        return spec().beside().who();
    }

    /** Whether the release can begin without a source: outside {@code node} none is fetched if the job names none. */
    boolean worksWithoutSource() {
        return bundle == null
                ? !spec().needsSource()
                : bundle.release() != null || !spec().file().needed();
    }

    /**
     * The value that the step returns after success: the address of a preview, else the part that is asked for.
     *
     * @param addresses inside of clusters; asked for only when they are wanted
     */
    Object answer(ReleaseState state, Supplier<Map<String, String>> addresses) {
        return state.plan()
                .preview()
                .<Object>map(claim -> claim.address().toString())
                .orElseGet(() -> new ReleaseAnswer(state, addresses.get()).of(ReleaseAnswer.Part.valueOf(answer)));
    }
}
