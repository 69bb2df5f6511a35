package io.kuberelease.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.actions.ActionKind;
import io.kuberelease.app.actions.FakeReleases;
import io.kuberelease.app.actions.FakeUser;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.app.actions.ReleaseActions;
import io.kuberelease.app.hosting.ReleaseSummary;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.view.Details;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The documents that the pages are drawn from, made from journals of real releases. They are kept with {@code src/web},
 * whose tests draw them: {@code make golden} writes them anew.
 */
class GoldenPagesTest {
    private static final Path JOURNALS = Path.of("../adapters/src/test/resources/api");
    private static final Path KEPT = Path.of("../web/src/test/resources/golden");
    private static final String BUILD = "job/polls/42/";
    private static final StageId DEPLOY = new StageId("staging.deploy");

    /** One of those who may decide. */
    private static final FakeUser MIA = new FakeUser("release-managers");

    private final ApiCodec codec = new ApiCodec();

    @Test
    void releasesThatAreOver() throws IOException {
        isKept("release-succeeded", page(release("succeeded"), Map.of("tests", "../testReport/")));
        isKept("release-tested-before", page(release("tested-before"), Map.of()));
        isKept("release-tests-failed", page(release("tests-failed"), Map.of("tests", "../testReport/")));
        isKept("release-aborted", page(release("aborted"), Map.of()));
    }

    @Test
    void aReleaseThatWaitsForWhoeverLooks() throws IOException {
        isKept("release-waiting", page(release("waiting"), Map.of("tests", "../testReport/")));
    }

    @Test
    void aReleaseWhoseEvidenceIsKept() throws IOException {
        FakeReleases releases =
                new FakeReleases(List.of(release("crash-loop", GoldenPagesTest::withoutMarkup)), List.of());
        releases.evidence = Optional.of(Path.of("kept"));
        isKept("release-failed", ReleasePage.of(releases, BUILD, MIA, Map.of("tests", "../testReport/")));
    }

    @Test
    void aReleaseUnderWayWithWhatIsKnownBeyondTheJournal() throws IOException {
        Details details = Details.keeping(3)
                .note(DEPLOY, "waiting for deployment/polls")
                .log(DEPLOY, "Applying polls.migrations.0007_question_closed_at")
                .log(DEPLOY, "Booting worker with pid: 9")
                .resource(
                        DEPLOY,
                        new ResourceStatus(
                                new ResourceIdentity("apps/v1", "Deployment", new Namespace("polls"), "polls"),
                                1,
                                2,
                                "1 of 2 updated pods available",
                                false));
        isKept("release-deploying", page(new HostedRelease(journal("deploying", line -> line), details), Map.of()));
    }

    @Test
    void twoReleasesOfOneBuild() throws IOException {
        HostedRelease rollback = release("tests-failed", line -> line.replace("261121-122407", "261121-153000")
                .replace("\"1.4.0\"", "\"1.4.1\"")
                .replace("T12:2", "T15:3"));
        isKept("release-two", page(List.of(release("succeeded"), rollback), Map.of()));
    }

    @Test
    void aReleaseThatMayBeLookedAtAndNoMore() throws IOException {
        isKept("release-read-only", ReleasePage.readOnly(release("waiting"), Map.of()));
    }

    /** Whatever can be named by people or printed by programs. */
    @Test
    void aReleaseWithMarkupInAllItsNames() throws IOException {
        isKept("release-hostile", page(release("crash-loop"), Map.of()));
    }

    @Test
    void aBuildWithoutReleases() throws IOException {
        isKept("release-none", ReleasePage.empty());
    }

    @Test
    void whatIsAskedBeforeSomethingIsDone() throws IOException {
        ReleaseActions<String> waiting = actions(release("waiting"));
        ReleaseActions<String> over = actions(release("succeeded"));
        String release = "261121-122407-2af94bf";

        isKept("decision-approve", DecisionPage.of(waiting, ActionKind.APPROVE, release, "production"));
        isKept("decision-abort", DecisionPage.of(waiting, ActionKind.ABORT, release, ""));
        isKept("decision-promote", DecisionPage.of(over, ActionKind.PROMOTE, release, "production"));
        isKept("decision-rollback", DecisionPage.of(over, ActionKind.ROLLBACK, release, "staging"));
    }

    @Test
    void theReleasesOfAJob() throws IOException {
        isKept("job", job());
        isKept("job-none", JobPage.of(List.of()));
    }

    @Test
    void theBoard() throws IOException {
        JobPage shop = JobPage.of(List.of(
                build("job/shop/job/main/7/", "#7", "deploying", line -> renamed(line, "shop", "2.0.0")),
                build("job/shop/job/main/6/", "#6", "succeeded", line -> renamed(line, "shop", "1.9.3")
                        .replace("2026-11-21T", "2026-11-18T"))));
        JobPage mail = JobPage.of(List.of(build("job/mail/3/", "#3", "succeeded", line -> renamed(line, "mail", "0.8.1")
                .replace("2026-11-21T", "2026-10-02T"))));
        isKept(
                "board",
                BoardPage.of(
                        List.of(
                                new BoardPage.Job("", mail),
                                new BoardPage.Job("", job()),
                                new BoardPage.Job("Team Red", shop)),
                        PreviewPages.summaries()));
        isKept("board-none", BoardPage.of(List.of(), List.of()));
    }

    @Test
    void previewsOfARepository() throws IOException {
        isKept("previews", PreviewPages.whole());
        isKept("previews-reader", PreviewPages.forReader());
        isKept("previews-hostile", PreviewPages.hostile());
        isKept("previews-away", PreviewPages.away());
        isKept("previews-loading", PreviewPages.loading());
        isKept("previews-none", PreviewPages.none());
        isKept("previews-first", PreviewPages.first());
        isKept("previews-begun", PreviewPages.begun());
        isKept("decision-delete", PreviewPages.deletion());
        isKept("decision-fork", PreviewPages.fork());
        isKept("decision-fork-refused", PreviewPages.unshown());
        Files.createDirectories(KEPT.resolveSibling("answers"));
        isKept("../answers/branches", PreviewPages.branches("lo"));
        isKept("../answers/branches-all", PreviewPages.branches(""));
    }

    private static String renamed(String line, String app, String version) {
        return line.replace("\"polls\"", "\"" + app + "\"").replace("1.4.0", version);
    }

    private static JobPage job() throws IOException {
        return JobPage.of(List.of(
                build("job/polls/42/", "#42", "waiting", line -> line),
                build("job/polls/41/", "#41", "crash-loop", line -> withoutMarkup(line)
                        .replace("1.4.0", "1.3.4")
                        .replace("2026-11-21T12", "2026-11-21T10")),
                build("job/polls/40/", "#40", "tests-failed", line -> line.replace("1.4.0", "1.3.3")
                        .replace("2026-11-21T12", "2026-11-21T09")),
                build("job/polls/39/", "#39", "succeeded", line -> line.replace("1.4.0", "1.3.2")
                        .replace("2026-11-21T", "2026-11-19T"))));
    }

    private static JobPage.Build build(String url, String name, String journal, UnaryOperator<String> change)
            throws IOException {
        return new JobPage.Build(
                url + "kube-release/",
                name,
                List.of(ReleaseSummary.of(release(journal, change).data())));
    }

    private static ReleasePage page(HostedRelease release, Map<String, String> links) {
        return page(List.of(release), links);
    }

    private static ReleasePage page(List<HostedRelease> releases, Map<String, String> links) {
        return ReleasePage.of(
                new FakeReleases(releases, List.of(new EnvironmentName("production"))), BUILD, MIA, links);
    }

    private static ReleaseActions<String> actions(HostedRelease release) {
        return new ReleaseActions<>(BUILD, new FakeReleases(List.of(release), List.of()), MIA, Clock.systemUTC());
    }

    private static HostedRelease release(String journal) throws IOException {
        return release(journal, line -> line);
    }

    private static HostedRelease release(String journal, UnaryOperator<String> change) throws IOException {
        return new HostedRelease(journal(journal, change), Details.NONE);
    }

    private static List<JournalEntry> journal(String name, UnaryOperator<String> change) throws IOException {
        JournalCodec codec = new JournalCodec();
        List<JournalEntry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(JOURNALS.resolve(name + ".jsonl"))) {
            entries.add(codec.read(change.apply(line)));
        }
        return entries;
    }

    private void isKept(String name, Object document) throws IOException {
        String told = codec.writePretty(document) + "\n";
        Path file = KEPT.resolve(name + ".json");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, told);
        }
        assertThat(told).as("%s; make golden writes it anew", file).isEqualTo(Files.readString(file));
    }

    /** The journal is somebody's whose names are an attack. */
    private static String withoutMarkup(String line) {
        return line.replace("<img src=x onerror=alert(1)>", "main").replace("</script><b>mallory", "mia");
    }
}
