package io.kuberelease.engine;

import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.ReleasePlan;

/** The images of a plan as a bundle has them. */
public final class PlannedImages {
    private PlannedImages() {}

    /** Each image that was built or taken, with the places that the plan has for it. */
    public static PerImage<PlacedImage> of(ReleasePlan plan, PerImage<ImageReference> made) {
        PerImage<ImageSpec> planned = plan.images().orElseThrow();
        return made.map((name, image) -> new PlacedImage(image, planned.of(name).values()));
    }
}
