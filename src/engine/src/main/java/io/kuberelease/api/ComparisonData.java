package io.kuberelease.api;

import io.kuberelease.api.DiffData.ResourceChangeData;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.PlacedImage;
import io.kuberelease.promotion.BundleComparison;
import io.kuberelease.promotion.BundleComparison.Side;
import java.util.List;
import java.util.Optional;

/**
 * The differences between two bundles, with secrets hidden.
 *
 * @param form the version of this document's form
 * @param environments one for each environment in which the two were compared
 */
public record ComparisonData(int form, SideData from, SideData to, List<EnvironmentChangesData> environments) {
    /** The form that this program writes. */
    public static final int FORM = 1;

    public ComparisonData {
        environments = List.copyOf(environments);
    }

    /**
     * One of the two bundles.
     *
     * @param image the only image in it; absent when there are several
     * @param images each of several images in it; absent when there is one
     * @param environment the environment by which it was named; absent when it was named otherwise
     */
    public record SideData(
            String version,
            String commit,
            ArtifactData bundle,
            Optional<ArtifactData> image,
            Optional<List<ImageData>> images,
            Optional<String> environment) {
        public SideData {
            images = images.map(List::copyOf);
        }

        static SideData of(Side side) {
            return new SideData(
                    side.bundle().version().value(),
                    side.bundle().commit(),
                    ArtifactData.of(side.bundle().reference()),
                    ArtifactData.of(side.content().images().map(PlacedImage::reference)),
                    ImageData.of(side.content().images().map(PlacedImage::reference)),
                    side.environment().map(EnvironmentName::value));
        }
    }

    /** The changes to an environment's resources when the second bundle replaces the first. */
    public record EnvironmentChangesData(String environment, List<ResourceChangeData> changes) {
        public EnvironmentChangesData {
            changes = List.copyOf(changes);
        }
    }

    /** The comparison as data. */
    public static ComparisonData of(BundleComparison comparison) {
        return new ComparisonData(
                FORM,
                SideData.of(comparison.from()),
                SideData.of(comparison.to()),
                comparison.changes().entrySet().stream()
                        .map(entry -> new EnvironmentChangesData(
                                entry.getKey().value(),
                                entry.getValue().stream()
                                        .map(ResourceChangeData::of)
                                        .toList()))
                        .toList());
    }
}
