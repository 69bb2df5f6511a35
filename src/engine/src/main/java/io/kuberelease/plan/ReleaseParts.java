package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.StageId;
import java.util.List;
import java.util.Optional;

/**
 * A checked release file, before it becomes a graph.
 *
 * @param userOf the base image whose user the built one gets, when something will run in it as that user
 * @param testCluster how the cluster of the tests is made; absent when that is there anyway
 * @param environments every environment of the file, since the bundle serves them all
 * @param steps the environments that this release goes to, in order
 * @param prefetches whether the image is brought to nodes before it is needed there
 * @param previews what is said of previews; absent: nothing
 * @param preview the preview that this release goes to; absent when it goes to environments
 */
record ReleaseParts(
        AppName app,
        ImageSpec image,
        Optional<String> userOf,
        String retentionTag,
        List<String> tags,
        List<DatastoreSpec> datastores,
        Optional<TestReader.Tests> tests,
        Optional<ClusterSpec> testCluster,
        ChartSpec chart,
        List<EnvironmentSpec> environments,
        List<Step> steps,
        Notify notifies,
        boolean prefetches,
        Optional<PreviewRules> previews,
        Optional<PreviewStep> preview) {
    ReleaseParts {
        tags = List.copyOf(tags);
        datastores = List.copyOf(datastores);
        environments = List.copyOf(environments);
        steps = List.copyOf(steps);
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
