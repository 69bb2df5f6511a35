package io.jenkins.plugins.kuberelease.page;

import io.kuberelease.view.Phase;
import java.time.Instant;
import java.util.Optional;

/**
 * What a release did in an environment, as job pages, the board and their API tell it.
 *
 * @param url of the release page, relative to Jenkins' root
 * @param build as people call the build within its job, for example {@code #42}
 * @param image the image's digest, abbreviated
 * @param revision Helm's revision that it made
 * @param at when it was last heard of there
 */
public record Passage(
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

    /** Whether the environment was left with this release in it. */
    public boolean arrived() {
        return phase == Phase.DONE || phase == Phase.UNCHANGED;
    }

    /** Whether it began there at all. */
    boolean began() {
        return phase != Phase.PENDING && phase != Phase.NOT_REACHED;
    }

    /** For pages: the phase as it is spelled in their style sheet. */
    public String sign() {
        return Words.kebab(phase);
    }

    /** For pages: the phase in words. */
    public String words() {
        return Words.of(phase);
    }

    /** For pages: how long ago. */
    public String ago() {
        return Words.ago(at);
    }

    /** For pages: which image. */
    public String imageWords() {
        return image.orElse("");
    }

    /** For pages: which of Helm's revisions. */
    public String revisionWords() {
        return revision.map(number -> "revision " + number).orElse("");
    }

    static Passage of(Place place, ReleaseSummary release, ReleaseSummary.Stay stay) {
        return new Passage(
                place.url(),
                place.build(),
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

    /** Where a release's page is. */
    record Place(String url, String build) {}
}
