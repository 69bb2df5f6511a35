package io.kuberelease.app.page;

import io.kuberelease.app.hosting.ReleaseSummary;
import io.kuberelease.view.Phase;
import java.time.Instant;
import java.util.Optional;

/**
 * The effect of a release on an environment, as job pages and the board show it.
 *
 * @param url of the release page, relative to the host's root
 * @param build the build's display name, for example {@code #42}
 * @param image the image's digest, abbreviated
 * @param revision the Helm revision that the release made; absent when it made none
 * @param at the time of the release's last event in the environment, or of its start
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

    /** Whether the release succeeded in the environment, so that its bundle is what is there. */
    boolean hasArrived() {
        return phase == Phase.DONE || phase == Phase.UNCHANGED;
    }

    /** Whether the release began anything in the environment. */
    boolean hasBegun() {
        return phase != Phase.PENDING && phase != Phase.NOT_REACHED;
    }
}
