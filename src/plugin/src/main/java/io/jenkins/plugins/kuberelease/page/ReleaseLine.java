package io.jenkins.plugins.kuberelease.page;

import io.kuberelease.api.ReleaseData;
import java.time.Instant;

/**
 * A release as one line of a job's history.
 *
 * @param url of the release page, relative to Jenkins' root
 * @param build as people call the build
 */
public record ReleaseLine(
        String url,
        String build,
        String release,
        String app,
        String version,
        ReleaseData.Status status,
        String headline,
        String startedBy,
        Instant startedAt) {

    static ReleaseLine of(Passage.Place place, ReleaseSummary release) {
        return new ReleaseLine(
                place.url(),
                place.build(),
                release.release(),
                release.app(),
                release.version(),
                release.status(),
                release.headline(),
                release.startedBy(),
                release.startedAt());
    }

    /** For pages: the status as it is spelled in their style sheet. */
    public String sign() {
        return Words.kebab(status);
    }

    /** For pages: how long ago it began. */
    public String ago() {
        return Words.ago(startedAt);
    }
}
