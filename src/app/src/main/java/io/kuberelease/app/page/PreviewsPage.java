package io.kuberelease.app.page;

import io.kuberelease.api.PreviewsData;
import io.kuberelease.app.preview.KeptAnswer.Known;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A repository's previews: those that live, those that are being made, and what the visitor may do.
 *
 * @param form the version of this form
 * @param mayDeploy whether the visitor may deploy, extend and delete
 * @param mayDeployForks whether the visitor may deploy what comes from a fork
 * @param first what has to be done before a first preview; absent where there are rules for previews
 * @param requests the last ones for branches that have no line of their own
 * @param problems what is not looked after as it should be
 */
public record PreviewsPage(
        int form,
        boolean mayDeploy,
        boolean mayDeployForks,
        Optional<First> first,
        List<App> apps,
        List<PreviewRequestLine> requests,
        List<String> problems) {
    private static final int FORM = 1;

    public PreviewsPage {
        apps = List.copyOf(apps);
        requests = List.copyOf(requests);
        problems = List.copyOf(problems);
    }

    /**
     * What is known of a repository that has no preview yet.
     *
     * @param section whether its release file says what its previews are
     * @param problem why that can't be told
     * @param example what to write when it does not
     */
    public record First(Section section, Optional<String> problem, List<String> example) {
        private static final List<String> EXAMPLE =
                List.of("preview:", "  cluster: staging", "  host: \"{branch}.%s.preview.example.com\"");

        public First {
            example = List.copyOf(example);
        }

        /** Whether the release file has the section. */
        public enum Section {
            /** It is being found out. */
            ASKED,
            THERE,
            MISSING,
            UNKNOWN
        }

        /** What the release file said, and which app it is of. */
        public static First of(Known<Boolean> found, String app) {
            Section section = found.answer()
                    .map(there -> there ? Section.THERE : Section.MISSING)
                    .orElse(found.problem().isPresent() ? Section.UNKNOWN : Section.ASKED);
            return new First(
                    section,
                    found.problem(),
                    EXAMPLE.stream().map(line -> line.formatted(app)).toList());
        }
    }

    /**
     * An app's previews.
     *
     * @param lifetime how many seconds one lives after its last release
     * @param asked when they were looked at last; absent when that never succeeded
     * @param problem why they can't be looked at now
     */
    public record App(
            String app,
            String cluster,
            int limit,
            long lifetime,
            Optional<Instant> asked,
            boolean asking,
            Optional<String> problem,
            List<PreviewLine> previews) {
        public App {
            previews = List.copyOf(previews);
        }
    }

    /**
     * An app of the repository, by what is known of it.
     *
     * @param live what its cluster answered
     */
    public record Looked(String app, String cluster, int limit, long lifetime, Known<PreviewsData> live) {}

    /** The visitor's rights. */
    public record Rights(boolean deploy, boolean forks) {}

    /**
     * Makes the page.
     *
     * @param requests the newest first
     * @param forks the names of those branches that are known to come from forks
     */
    public static PreviewsPage of(
            Rights rights,
            Optional<First> first,
            List<Looked> apps,
            List<PreviewRequestLine> requests,
            Set<String> forks,
            List<String> problems,
            Instant now) {
        Map<String, PreviewRequestLine> last = requests.stream()
                .collect(Collectors.toMap(
                        PreviewRequestLine::branch, Function.identity(), (newer, older) -> newer, LinkedHashMap::new));
        List<App> shown = new ArrayList<>();
        for (Looked app : apps) {
            List<PreviewLine> lines = app.live().answer().stream()
                    .flatMap(data -> data.previews().stream())
                    .map(preview -> PreviewLine.of(
                            preview,
                            Optional.ofNullable(last.get(preview.branch())),
                            forks.contains(preview.branch()),
                            now))
                    .toList();
            shown.add(new App(
                    app.app(),
                    app.cluster(),
                    app.limit(),
                    app.lifetime(),
                    app.live().at(),
                    app.live().asking(),
                    app.live().problem(),
                    lines));
        }
        Set<String> lined = shown.stream()
                .flatMap(app -> app.previews().stream())
                .map(line -> line.preview().branch())
                .collect(Collectors.toSet());
        return new PreviewsPage(
                FORM,
                rights.deploy(),
                rights.deploy() && rights.forks(),
                first,
                shown,
                last.values().stream()
                        .filter(request -> !lined.contains(request.branch()))
                        .toList(),
                problems);
    }
}
