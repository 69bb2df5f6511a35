package io.kuberelease.promotion;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.KnownBundle;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.StageControl;
import io.kuberelease.promotion.Histories.History;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Finds a bundle by what a person calls it: among the records, or by its whole digest in the app's registry. */
final class BundleFinder {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    private final BundleStore bundles;
    private final InstantSource clock;

    BundleFinder(BundleStore bundles, InstantSource clock) {
        this.bundles = bundles;
        this.clock = clock;
    }

    /**
     * The bundle of that version or digest. Blocks.
     *
     * @throws io.kuberelease.model.ReleaseException when there is none
     */
    KnownBundle named(String name, AppDescription app, Map<EnvironmentName, History> histories) {
        KnownBundles known = new KnownBundles(histories);
        return known.named(name).orElseGet(() -> {
            if (!name.matches("sha256:[0-9a-f]{64}")) {
                throw known.unknown(name);
            }
            return inRegistry(new ImageReference(app.repository(), new Digest(name)), app);
        });
    }

    /** Fetches the bundle. Blocks. */
    Bundle read(ImageReference reference) {
        return bundles.read(reference, control());
    }

    private KnownBundle inRegistry(ImageReference reference, AppDescription app) {
        Bundle bundle = read(reference);
        if (!bundle.app().equals(app.app())) {
            throw KnownBundles.refused(
                    reference + " is a bundle of " + bundle.app() + ", not of " + app.app(),
                    "choose one that the history shows");
        }
        return new KnownBundle(reference, bundle.version(), bundle.commit());
    }

    StageControl control() {
        return StageControl.alone(
                new ReleaseId("look"), new StageId("bundle"), clock.instant().plus(TIME_LIMIT));
    }
}
