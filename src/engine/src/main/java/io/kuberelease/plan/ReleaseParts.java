package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.StageId;
import java.util.List;
import java.util.Optional;

/**
 * A checked release file, before it becomes a graph.
 *
 * @param images what is built; the bundles are kept beside the first of them
 * @param testCluster how the cluster of the tests is made; absent when that is there anyway
 * @param environments every environment of the file, since the bundle serves them all
 * @param steps the environments that this release goes to, in order
 * @param prefetches whether images are brought to nodes before they are needed there
 * @param pulledLate those of several images that are not
 * @param previews what is said of previews; absent: nothing
 * @param preview the preview that this release goes to; absent when it goes to environments
 */
record ReleaseParts(
        AppName app,
        PerImage<Image> images,
        String retentionTag,
        List<DatastoreSpec> datastores,
        Optional<TestReader.Tests> tests,
        Optional<ClusterSpec> testCluster,
        ChartSpec chart,
        List<EnvironmentSpec> environments,
        List<Step> steps,
        Notify notifies,
        boolean prefetches,
        List<ImageName> pulledLate,
        Optional<PreviewRules> previews,
        Optional<PreviewStep> preview) {
    ReleaseParts {
        datastores = List.copyOf(datastores);
        environments = List.copyOf(environments);
        steps = List.copyOf(steps);
        pulledLate = List.copyOf(pulledLate);
    }

    /** Where its bundles are kept: beside the first image. */
    ImageRepository bundles() {
        return images.first().spec().repository();
    }

    /**
     * An image.
     *
     * @param userOf the base image whose user it gets, when something will run in it as that user
     * @param tags its release tags
     */
    record Image(ImageSpec spec, Optional<String> userOf, List<String> tags) {
        Image {
            tags = List.copyOf(tags);
        }
    }

    /**
     * An environment that the release goes to.
     *
     * @param awaited the stages of other environments that must have succeeded
     * @param before the environments that come before it
     * @param cluster how its cluster is made; absent when that is there anyway
     */
    record Step(
            EnvironmentDraft.Environment environment,
            List<StageId> awaited,
            List<EnvironmentSpec> before,
            Optional<ClusterSpec> cluster) {
        Step {
            before = List.copyOf(before);
            awaited = List.copyOf(awaited);
        }
    }
}
