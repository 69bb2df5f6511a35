package io.kuberelease.api;

import io.kuberelease.journal.StageOutput.Returned;
import io.kuberelease.view.Phase;
import java.util.List;
import java.util.Optional;

/**
 * An environment that the release goes to: its diff, its approval and its resources.
 *
 * @param cluster how the release file names it
 * @param revision Helm's revision that the release made there
 * @param resources those that are waited for, once the deployment has begun
 * @param diff what changes there; absent before it was compared
 * @param returned the earlier bundle that was brought back after a failure
 * @param approval absent when none is asked for
 */
public record EnvironmentData(
        String name,
        String cluster,
        String namespace,
        Phase phase,
        Optional<Integer> revision,
        List<ResourceData> resources,
        Optional<DiffData> diff,
        Optional<ReturnedData> returned,
        Optional<ApprovalData> approval) {
    public EnvironmentData {
        resources = List.copyOf(resources);
    }

    /**
     * The rollout progress of one resource.
     *
     * @param resource for example {@code deployment/polls}
     * @param current how many are there and ready; absent while nothing was heard of it
     * @param wanted how many there should be; 0 for what can't be counted
     * @param message what it waits for, or empty
     */
    public record ResourceData(
            String resource,
            String namespace,
            Optional<Integer> current,
            Optional<Integer> wanted,
            boolean ready,
            String message) {}

    /**
     * The earlier bundle that was brought back after a failure.
     *
     * @param release which release had brought it there
     * @param image the only image in it; absent when there are several
     * @param images each of several images in it; absent when there is one
     * @param revision Helm's revision that holds it now
     */
    public record ReturnedData(
            String release,
            String version,
            Optional<ArtifactData> image,
            Optional<List<ImageData>> images,
            ArtifactData bundle,
            int revision) {
        public ReturnedData {
            images = images.map(List::copyOf);
        }

        static ReturnedData of(Returned returned) {
            return new ReturnedData(
                    returned.release().value(),
                    returned.version().toString(),
                    ArtifactData.of(returned.images()),
                    ImageData.of(returned.images()),
                    ArtifactData.of(returned.bundle()),
                    returned.revision());
        }
    }
}
