package io.kuberelease.app.page;

import io.kuberelease.api.PreviewsData;
import io.kuberelease.api.PreviewsData.BranchData;
import io.kuberelease.app.page.PreviewRequestLine.State;
import io.kuberelease.app.page.PreviewsPage.First;
import io.kuberelease.app.page.PreviewsPage.Looked;
import io.kuberelease.app.page.PreviewsPage.Rights;
import io.kuberelease.app.preview.KeptAnswer.Known;
import io.kuberelease.app.preview.RepositoryBranch;
import io.kuberelease.app.preview.RepositoryBranch.Kind;
import io.kuberelease.app.preview.ShownFiles;
import io.kuberelease.app.preview.ShownFiles.ShownFile;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.LivePreview;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Pages of previews as a host may make them; the moment of the golden pages is when they are looked at. */
final class PreviewPages {
    private static final Instant NOW = Instant.parse("2026-11-21T12:24:40Z");
    private static final Rights ALL = new Rights(true, true);
    private static final String HOSTILE = "x'; sh 'rm' <img src=x onerror=alert(1)>";
    private static final long GIBI = 1024L * 1024 * 1024;
    private static final String SHOP = "shop";

    private static final List<String> PROBLEMS =
            List.of("the preview of branch gone of polls is not removed: finalizer example.com/wait holds pod x");

    private PreviewPages() {}

    /** A branch in each of the ways in which one may stand. */
    static PreviewsPage whole() {
        return page(ALL, live(many()), requests());
    }

    static PreviewsPage forReader() {
        return page(new Rights(false, true), live(many()), requests());
    }

    static PreviewsPage hostile() {
        return page(
                new Rights(true, false),
                live(List.of(
                        preview(HOSTILE, "polls-x-0000abcd", Result.DEPLOYED, 1, 1),
                        preview("a-branch-whose-name-has-".repeat(12), "polls-a-branch", Result.DEPLOYED, 1, 1))),
                List.of(request("</script><b>" + HOSTILE, State.FAILED, "failed: " + HOSTILE)));
    }

    /** The cluster has not answered for minutes. */
    static PreviewsPage away() {
        return page(
                ALL,
                new Known<>(
                        Optional.of(
                                data(List.of(preview("feature/login", "polls-feature-login", Result.DEPLOYED, 2, 2)))),
                        Optional.of(NOW.minus(Duration.ofMinutes(4))),
                        Optional.of("cluster staging does not answer: connection refused"),
                        false),
                List.of());
    }

    static PreviewsPage loading() {
        return page(ALL, new Known<>(Optional.empty(), Optional.empty(), Optional.empty(), true), List.of());
    }

    static PreviewsPage none() {
        return page(ALL, live(List.of()), List.of());
    }

    /** Nothing was ever released, and the release file says nothing of previews. */
    static PreviewsPage first() {
        return PreviewsPage.of(
                ALL,
                Optional.of(
                        First.of(new Known<>(Optional.of(false), Optional.of(NOW), Optional.empty(), false), "polls")),
                List.of(),
                List.of(),
                Set.of(),
                List.of(),
                NOW);
    }

    /** The first preview of all is on its way. */
    static PreviewsPage begun() {
        return PreviewsPage.of(
                ALL,
                Optional.of(
                        First.of(new Known<>(Optional.of(true), Optional.of(NOW), Optional.empty(), false), "polls")),
                List.of(),
                List.of(request("feature/login", State.RUNNING, "polls 1.4.0-feature-login.1 is being built")),
                Set.of(),
                List.of(),
                NOW);
    }

    static List<PreviewsSummary> summaries() {
        Looked polls = looked(live(many()));
        return List.of(
                PreviewsSummary.of("polls", "job/polls/previews/", polls),
                PreviewsSummary.of(
                        "Team Red » shop",
                        "job/red/job/shop/previews/",
                        new Looked(
                                SHOP,
                                "staging",
                                5,
                                Duration.ofDays(3).toSeconds(),
                                new Known<>(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of("cluster staging does not answer: connection refused"),
                                        false))));
    }

    static PreviewQuestion deletion() {
        return PreviewQuestion.deletion(
                "polls",
                "staging",
                preview("feature/login", "polls-feature-login", Result.DEPLOYED, 2, 2),
                "1b9d6bcd-bbfd");
    }

    static PreviewQuestion fork() {
        return PreviewQuestion.fork(
                "PR-7",
                "PR-7 4f2c9e0d7a5b",
                true,
                new ShownFiles(
                        List.of(
                                new ShownFile(
                                        "kube-release.yaml",
                                        List.of(
                                                "app: polls",
                                                "image:",
                                                "  repository: registry.example/polls",
                                                "preview:",
                                                "  cluster: staging",
                                                "  host: \"{branch}.polls.preview.example.com\"")),
                                new ShownFile(
                                        "chart/Chart.yaml", List.of("apiVersion: v2", "name: polls", "version: 0.1.0")),
                                new ShownFile(
                                        "chart/templates/<b>deployment</b>.yaml",
                                        List.of(
                                                "kind: Deployment",
                                                "# <script>alert(1)</script>",
                                                "    " + "long ".repeat(60))),
                                new ShownFile(
                                        "Dockerfile",
                                        List.of("FROM python:3.12", "RUN pip install -r requirements.txt"))),
                        Optional.empty()));
    }

    static PreviewQuestion unshown() {
        return PreviewQuestion.fork(
                "PR-8",
                "PR-8 aa07c1d2e3f4",
                false,
                new ShownFiles(
                        List.of(new ShownFile("kube-release.yaml", List.of("app: polls"))),
                        Optional.of("It can't be shown whole, so it can't be deployed: chart/lib.tgz is no text")));
    }

    static BranchesPage branches(String typed) {
        List<RepositoryBranch> all = new ArrayList<>(List.of(
                new RepositoryBranch("main", "main", Kind.BRANCH, true),
                new RepositoryBranch("feature/login", "feature/login", Kind.BRANCH, true),
                new RepositoryBranch("feature/login-with-passkeys", "feature/login-with-passkeys", Kind.BRANCH, false),
                new RepositoryBranch("fix/logout", "fix/logout", Kind.BRANCH, true),
                new RepositoryBranch("PR-7", "PR-7", Kind.FORK, true),
                new RepositoryBranch("PR-9", "feature/login", Kind.PULL_REQUEST, true),
                new RepositoryBranch("x'; sh 'rm' </script>lo", "x'; sh 'rm' </script>lo", Kind.BRANCH, false)));
        IntStream.range(0, 3_000)
                .forEach(i -> all.add(new RepositoryBranch("ticket/PO-" + i, "ticket/PO-" + i, Kind.BRANCH, false)));
        return BranchesPage.of(
                typed, new Known<>(Optional.of(all), Optional.of(NOW.minusSeconds(20)), Optional.empty(), false));
    }

    private static PreviewsPage page(Rights rights, Known<PreviewsData> live, List<PreviewRequestLine> requests) {
        return PreviewsPage.of(
                rights, Optional.empty(), List.of(looked(live)), requests, Set.of("PR-7"), PROBLEMS, NOW);
    }

    private static Looked looked(Known<PreviewsData> live) {
        return new Looked("polls", "staging", 10, Duration.ofDays(3).toSeconds(), live);
    }

    private static Known<PreviewsData> live(List<BranchData> previews) {
        return new Known<>(Optional.of(data(previews)), Optional.of(NOW.minusSeconds(5)), Optional.empty(), false);
    }

    private static PreviewsData data(List<BranchData> previews) {
        return new PreviewsData(PreviewsData.FORM, "polls", "staging", 10, previews);
    }

    private static List<PreviewRequestLine> requests() {
        return List.of(
                request("feature/search", State.RUNNING, "polls 1.4.0-feature-search.3 is being built"),
                request("fix/logout", State.FAILED, "polls 1.4.0-fix-logout.2 failed in preview: crash loop"),
                request("ticket/PO-7", State.QUEUED, "waits for an executor"),
                request("ticket/PO-9", State.FAILED, "polls has 10 previews, and may have no more; delete one first"),
                request("fix/logout", State.DONE, "an older one"));
    }

    private static PreviewRequestLine request(String branch, State state, String words) {
        boolean queued = state == State.QUEUED;
        return new PreviewRequestLine(
                branch,
                "mia",
                NOW.minusSeconds(70),
                state,
                queued ? Optional.empty() : Optional.of("#12"),
                queued ? Optional.empty() : Optional.of("job/polls/job/main/12/"),
                Optional.of(words));
    }

    private static List<BranchData> many() {
        return List.of(
                preview("feature/login", "polls-feature-login", Result.DEPLOYED, 2, 2),
                preview("PR-7", "polls-pr-7", Result.DEPLOYED, 1, 2),
                preview("fix/logout", "polls-fix-logout", Result.FAILED, 0, 2),
                with(
                        preview("feature/search", "polls-feature-search", Result.DEPLOYED, 2, 2),
                        LivePreview.State.CLAIMED,
                        NOW.plus(Duration.ofDays(3))),
                with(
                        preview("old-thing", "polls-old-thing", Result.UNCHANGED, 2, 2),
                        LivePreview.State.LIVE,
                        NOW.minus(Duration.ofMinutes(3))),
                emptied(preview("chore/upgrade", "polls-chore-upgrade", Result.DEPLOYED, 2, 2)),
                with(
                        preview("merged", "polls-merged", Result.DEPLOYED, 0, 0),
                        LivePreview.State.ENDING,
                        NOW.plus(Duration.ofHours(1))),
                unread());
    }

    private static BranchData preview(String branch, String namespace, Result result, int ready, int pods) {
        return new BranchData(
                branch,
                namespace,
                Optional.of("https://" + namespace.substring("polls-".length()) + ".polls.preview.example.com/"),
                LivePreview.State.LIVE,
                "mia",
                NOW.minus(Duration.ofHours(7)),
                NOW.plus(Duration.ofHours(65)),
                false,
                Optional.of("1.4.0-" + namespace.substring("polls-".length()) + ".2"),
                Optional.of("2af94bf00112233445566778899aabbccddeeff0"),
                Optional.of(result),
                Optional.of(ready),
                Optional.of(pods),
                Optional.of(pods * 150L),
                Optional.of(pods * GIBI / 4),
                Optional.empty(),
                Optional.empty());
    }

    private static BranchData with(BranchData it, LivePreview.State state, Instant until) {
        boolean fresh = state == LivePreview.State.CLAIMED;
        return new BranchData(
                it.branch(),
                it.namespace(),
                it.address(),
                state,
                it.owner(),
                fresh ? NOW.minusSeconds(40) : it.since(),
                until,
                until.isBefore(NOW),
                fresh ? Optional.empty() : it.version(),
                fresh ? Optional.empty() : it.commit(),
                fresh ? Optional.empty() : it.result(),
                it.readyPods(),
                it.pods(),
                it.milliCpu(),
                it.memory(),
                it.lost(),
                it.problem());
    }

    private static BranchData emptied(BranchData it) {
        return new BranchData(
                it.branch(),
                it.namespace(),
                it.address(),
                it.state(),
                it.owner(),
                it.since(),
                it.until(),
                it.overdue(),
                it.version(),
                it.commit(),
                it.result(),
                it.readyPods(),
                it.pods(),
                it.milliCpu(),
                it.memory(),
                Optional.of(
                        "the datastores of namespace " + it.namespace()
                                + " have lost what was in them, with what migrations and seed had written: their pod"
                                + " polls-datastores-0 was made anew 2026-11-30T04:11:00Z (evicted, deleted, or its node is gone)"),
                it.problem());
    }

    private static BranchData unread() {
        return new BranchData(
                "docs",
                "polls-docs",
                Optional.of("https://docs.polls.preview.example.com/"),
                LivePreview.State.LIVE,
                "ada",
                NOW.minus(Duration.ofDays(2)),
                NOW.plus(Duration.ofMinutes(50)).plusSeconds(50),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("pods of namespace polls-docs may not be listed by jenkins"));
    }
}
