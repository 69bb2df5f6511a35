package io.kuberelease.port;

import io.kuberelease.model.AppName;
import io.kuberelease.model.Bundle;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.model.Version;
import io.kuberelease.plan.EnvironmentSpec;
import java.util.List;

/** Keeps bundles in a registry. Methods block. */
public interface BundleStore {

    /**
     * Reads the environments' values, refuses those that hold a secret, and stores the bundle; the same content gives
     * the same digest.
     */
    ImageReference write(Contents contents, ImageRepository repository, StageControl control);

    /**
     * The bundle that {@link #write} is going to store, for work that is done ahead of it; stores nothing, and asks no
     * registry. A later {@link #write} of the same contents takes the values as they were read for this one. Refuses what
     * {@link #write} refuses.
     */
    Foreseen foresee(Contents contents, ImageRepository repository, StageControl control);

    /** Fetches and checks a bundle; its chart's archive is in {@link ReleaseFiles} afterwards. */
    Bundle read(ImageReference bundle, StageControl control);

    /** A bundle, and what will name it. */
    record Foreseen(ImageReference reference, Bundle bundle) {}

    /** The contents of a bundle, apart from the values, which are read from the environments' files. */
    record Contents(
            AppName app,
            Version version,
            String commit,
            PerImage<PlacedImage> images,
            ChartArchive chart,
            List<EnvironmentSpec> environments) {
        public Contents {
            environments = List.copyOf(environments);
        }
    }
}
