package io.kuberelease.app.hosting;

import io.kuberelease.api.ArtifactData;
import io.kuberelease.api.EnvironmentData;
import io.kuberelease.api.ImageData;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.view.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A summary of a release for job pages, the board and lists of builds; nothing in it depends on where its build is by
 * now.
 *
 * @param stays its environments, in the order of the flow
 */
public record ReleaseSummary(
        String release,
        String app,
        String version,
        ReleaseData.Status status,
        String headline,
        String startedBy,
        Instant startedAt,
        List<Stay> stays) {
    public ReleaseSummary {
        stays = List.copyOf(stays);
    }

    /**
     * The outcome of the release in an environment.
     *
     * @param at the time of its last event there, or of the release's start
     * @param image the image's digest, abbreviated; of several each with its name
     * @param revision the Helm revision that the release made; absent when it made none
     */
    public record Stay(
            String environment, Phase phase, Instant at, Optional<String> image, Optional<Integer> revision) {}

    /** Summarizes a release. */
    public static ReleaseSummary of(ReleaseData release) {
        return new ReleaseSummary(
                release.release(),
                release.app(),
                release.version(),
                release.status(),
                release.headline(),
                release.startedBy(),
                release.startedAt(),
                release.environments().stream()
                        .map(environment -> stay(release, environment))
                        .toList());
    }

    private static Stay stay(ReleaseData release, EnvironmentData environment) {
        return new Stay(
                environment.name(),
                environment.phase(),
                lastHeard(release, environment.name()),
                release.image().map(ArtifactData::abbreviated).or(() -> release.images()
                        .map(ImageData::abbreviated)),
                environment.revision());
    }

    private static Instant lastHeard(ReleaseData release, String environment) {
        return release.groups().stream()
                .filter(group -> group.name().equals(environment))
                .flatMap(group -> group.stages().stream())
                .flatMap(stage -> stage.endedAt().or(stage::startedAt).stream())
                .max(Instant::compareTo)
                .orElse(release.startedAt());
    }
}
