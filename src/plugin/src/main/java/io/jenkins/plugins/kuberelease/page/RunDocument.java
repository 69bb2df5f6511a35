package io.jenkins.plugins.kuberelease.page;

import hudson.model.Run;
import io.kuberelease.api.ReleaseData;
import java.util.HashMap;
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

    /** The document of a build, for the visitor who asks. */
    static RunDocument of(Run<?, ?> run) {
        return new RunDocument(
                FORM,
                ReleaseControl.installed().map(control -> entries(run, control)).orElse(List.of()));
    }

    private static List<Entry> entries(Run<?, ?> run, ReleaseControl control) {
        List<HostedRelease> found = control.find(run);
        Offers offers = new Offers(run, control, Visitor.present(run), new Attempts(found));
        return found.stream()
                .map(release -> entry(run, release, control, offers))
                .toList();
    }

    private static Entry entry(Run<?, ?> run, HostedRelease release, ReleaseControl control, Offers offers) {
        ReleaseData data = release.data();
        Map<String, String> links = new HashMap<>(new KeptFiles(run, control).links(release));
        if (hasTestReport(run)) {
            links.put("tests", "../testReport/");
        }
        return new Entry(data, offers.of(release), links);
    }

    /** By the name that another plugin gives its page; a link is shown only where the page is. */
    private static boolean hasTestReport(Run<?, ?> run) {
        return run.getAllActions().stream().anyMatch(action -> "testReport".equals(action.getUrlName()));
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
