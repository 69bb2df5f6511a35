package io.kuberelease.app.page;

import io.kuberelease.view.Phase;
import java.time.Instant;
import java.util.Optional;

/**
 * What a release did in an environment, as job pages and the board tell it.
 *
 * @param url of the release page, relative to the host's root
 * @param build as people call the build within its job, for example {@code #42}
 * @param image the image's digest, abbreviated
 * @param revision Helm's revision that it made
 * @param at when it was last heard of there
 */
public record DeploymentEntry(
        String url,
        String build,
        String release,
        String app,
        String version,
        String environment,
        Phase phase,
        String by,
        Instant at,
        Optional<String> image,
        Optional<Integer> revision) {

    static DeploymentEntry of(JobPage.Build build, ReleaseSummary release, ReleaseSummary.Stay stay) {
        return new DeploymentEntry(
                build.url(),
                build.name(),
                release.release(),
                release.app(),
                release.version(),
                stay.environment(),
                stay.phase(),
                release.startedBy(),
                stay.at(),
                stay.image(),
                stay.revision());
    }

    /** Whether the environment was left with this release in it. */
    boolean hasArrived() {
        return phase == Phase.DONE || phase == Phase.UNCHANGED;
    }

    /** Whether it began there at all. */
    boolean hasBegun() {
        return phase != Phase.PENDING && phase != Phase.NOT_REACHED;
    }
}
