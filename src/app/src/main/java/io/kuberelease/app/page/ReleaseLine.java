package io.kuberelease.app.page;

import io.kuberelease.api.ReleaseData;
import io.kuberelease.app.hosting.ReleaseSummary;
import java.time.Instant;

/**
 * A release as one line of a job's history.
 *
 * @param url of the release page, relative to the host's root
 * @param build the build's display name
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

    static ReleaseLine of(JobPage.Build build, ReleaseSummary release) {
        return new ReleaseLine(
                build.url(),
                build.name(),
                release.release(),
                release.app(),
                release.version(),
                release.status(),
                release.headline(),
                release.startedBy(),
                release.startedAt());
    }
}
