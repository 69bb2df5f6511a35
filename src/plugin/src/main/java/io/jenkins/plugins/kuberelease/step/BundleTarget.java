package io.jenkins.plugins.kuberelease.step;

import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.promotion.Promotions;
import io.kuberelease.request.PromotionRequest;
import io.kuberelease.request.RollbackRequest;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bundle and the environments that it is to go to. */
public sealed interface BundleTarget extends Serializable {

    /** Makes the plan; asks the clusters which bundles are in the environments. */
    ReleasePlan plan(Promotions promotions, AppDescription app, String startedBy);

    /** Promotes a bundle to further environments. */
    record Promote(@Nullable String bundle, @Nullable String from, String to) implements BundleTarget {
        @Override
        public ReleasePlan plan(Promotions promotions, AppDescription app, String startedBy) {
            return promotions.promote(
                    app,
                    new PromotionRequest(
                            Optional.ofNullable(from),
                            StepTexts.divided(to),
                            Optional.ofNullable(bundle).map(StepTexts::digestOf),
                            startedBy));
        }
    }

    /** Rolls an environment back to an earlier bundle. */
    record RollBack(@Nullable String bundle, String environment) implements BundleTarget {
        @Override
        public ReleasePlan plan(Promotions promotions, AppDescription app, String startedBy) {
            return promotions.rollback(
                    app,
                    new RollbackRequest(environment, Optional.ofNullable(bundle).map(StepTexts::digestOf), startedBy));
        }
    }
}
