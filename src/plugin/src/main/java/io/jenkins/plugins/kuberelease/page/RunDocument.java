package io.jenkins.plugins.kuberelease.page;

import io.kuberelease.api.ReleaseData;
import java.util.List;
import java.util.Map;

/**
 * What {@code kube-release/json} of a build answers: its releases, and what the visitor can do with them.
 *
 * @param form the version of this form
 */
public record RunDocument(int form, List<Entry> releases) {
    /** The form that this plugin writes. */
    static final int FORM = 1;

    public RunDocument {
        releases = List.copyOf(releases);
    }

    /**
     * One release.
     *
     * @param offers what the visitor can do now
     * @param links other pages about it, relative to the release page: {@code tests}; {@code console}, when its lines
     *     are not in the build's; {@code evidence/} and the stage, when something was kept of its failure
     */
    public record Entry(ReleaseData release, List<Offer> offers, Map<String, String> links) {
        public Entry {
            offers = List.copyOf(offers);
            links = Map.copyOf(links);
        }
    }
}
