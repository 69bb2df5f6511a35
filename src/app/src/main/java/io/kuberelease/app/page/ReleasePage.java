package io.kuberelease.app.page;

import io.kuberelease.api.ReleaseData;
import io.kuberelease.app.actions.Attempts;
import io.kuberelease.app.actions.CurrentUser;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.actions.HostedReleases;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The releases of a build, or one of a terminal, and the actions that the visitor can take on them.
 *
 * @param form the version of this form
 */
public record ReleasePage(int form, List<Entry> releases) {
    private static final int FORM = 1;

    public ReleasePage {
        releases = List.copyOf(releases);
    }

    /**
     * One release.
     *
     * @param offers the actions that the visitor can take now
     * @param links other pages about it, relative to the release page: {@code tests}; {@code console}, when its lines
     *     are not in the build's; {@code evidence/} and the stage, when something was kept of its failure
     */
    public record Entry(ReleaseData release, List<OfferedAction> offers, Map<String, String> links) {
        public Entry {
            offers = List.copyOf(offers);
            // Sorted, so that the same release is the same JSON each time.
            links = Collections.unmodifiableMap(new TreeMap<>(Map.copyOf(links)));
        }
    }

    /** The page of a build that has no release, or none yet. */
    public static ReleasePage empty() {
        return new ReleasePage(FORM, List.of());
    }

    /** The page of one release, without actions. */
    public static ReleasePage readOnly(HostedRelease release, Map<String, String> links) {
        return new ReleasePage(FORM, List.of(new Entry(release.data(), List.of(), links)));
    }

    /**
     * Makes the page of a build for a visitor.
     *
     * @param more additional links for each release
     */
    public static <B> ReleasePage of(
            HostedReleases<B> releases, B build, CurrentUser visitor, Map<String, String> more) {
        List<HostedRelease> found = releases.find(build);
        Offers<B> offers = new Offers<>(build, releases, visitor, new Attempts(found));
        return new ReleasePage(
                FORM,
                found.stream()
                        .map(release -> {
                            Map<String, String> links = new HashMap<>(
                                    KeptFiles.of(releases, build, release).links());
                            links.putAll(more);
                            return new Entry(release.data(), offers.of(release), links);
                        })
                        .toList());
    }
}
