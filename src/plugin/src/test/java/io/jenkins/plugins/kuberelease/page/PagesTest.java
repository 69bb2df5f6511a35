package io.jenkins.plugins.kuberelease.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.kuberelease.app.page.BoardPage;
import java.net.http.HttpResponse;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the pages say, and that no name from outside becomes markup on them. */
@WithJenkins
class PagesTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final String RELEASE = "release=261121-122407-2af94bf";

    @Test
    void namesFromOutsideAreOnlyEverText(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        control.has(jenkins.buildAndAssertSuccess(job), "waiting", line -> line.replace("1.3.2", HOSTILE)
                .replace("\"startedBy\":\"mia\"", "\"startedBy\":\"" + HOSTILE + "\"")
                .replace("\"by\":[\"release-managers\"]", "\"by\":[]"));
        control.has(jenkins.buildAndAssertSuccess(job), "crash-loop");
        Visit visit = Visit.to(jenkins);
        List<String> pages = List.of(
                job.getUrl() + "1/kube-release/",
                job.getUrl() + "2/kube-release/",
                job.getUrl() + "1/kube-release/confirm?what=approve&environment=production&" + RELEASE,
                job.getUrl() + "kube-release/",
                "kube-release/");

        for (String page : pages) {
            assertThat(visit.get("releaser", page).body())
                    .as(page)
                    .doesNotContain("<img src=x")
                    .doesNotContain("</script><b>")
                    .contains("kr");
        }
        assertThat(visit.get("releaser", pages.get(2)).body()).contains("&lt;img src=x onerror=alert(1)");
        assertThat(visit.get("releaser", pages.get(3)).body()).contains("&lt;img src=x onerror=alert(1)");
    }

    @Test
    void pagesNeedNoInlineCodeAndNoInlineStyle(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        control.has(jenkins.buildAndAssertSuccess(job), "waiting");
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.getOptions().setJavaScriptEnabled(false);

        for (String page : List.of(
                job.getUrl() + "1/kube-release/",
                job.getUrl() + "1/kube-release/confirm?what=abort&" + RELEASE,
                job.getUrl() + "kube-release/",
                "kube-release/")) {
            HtmlPage shown = client.goTo(page);
            assertThat(shown.getByXPath("//*[@id='main-panel']//script[not(@src)]"))
                    .as(page)
                    .isEmpty();
            assertThat(shown.getByXPath("//*[@id='main-panel']//*[@style or @*[starts-with(name(), 'on')]]"))
                    .as(page)
                    .isEmpty();
        }
    }

    @Test
    void aJobShowsWhatIsInItsEnvironmentsAndHowItCameThere(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        FreeStyleBuild good = jenkins.buildAndAssertSuccess(job);
        control.has(good, "succeeded");
        control.has(jenkins.buildAndAssertSuccess(job), "crash-loop", line -> line.replace("1.4.0", "1.5.0"));
        jenkins.buildAndAssertSuccess(job);
        Visit visit = Visit.to(jenkins);

        String page = visit.get("reader", job.getUrl() + "kube-release/").body();
        String json = visit.get("reader", job.getUrl() + "kube-release/json").body();

        assertThat(page).contains("polls 1.5.0 failed in staging").contains("polls 1.4.0 is in staging and production");
        assertThat(json)
                .contains("\"app\":\"polls\",\"environment\":\"staging\",\"present\":{\"url\":\"" + good.getUrl())
                .contains("\"attempt\":{\"url\":\"job/polls/2/kube-release/\"");
        assertThat(visit.get(Visit.ANONYMOUS, job.getUrl() + "kube-release/json")
                        .statusCode())
                .isEqualTo(403);
    }

    /** Branches of one project bring the app to the same environments. */
    @Test
    void aBranchShowsWhatAnotherBranchHasBroughtThereSince(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        MockFolder project = jenkins.createFolder("polls");
        FreeStyleProject main = project.createProject(FreeStyleProject.class, "main");
        control.has(jenkins.buildAndAssertSuccess(main), "succeeded");
        FreeStyleProject next = project.createProject(FreeStyleProject.class, "next");
        control.has(jenkins.buildAndAssertSuccess(next), "succeeded", line -> line.replace("1.4.0", "1.5.0")
                .replace("2026-11-21T", "2026-11-22T"));
        FreeStyleProject elsewhere = jenkins.createFreeStyleProject("elsewhere");
        control.has(jenkins.buildAndAssertSuccess(elsewhere), "succeeded", line -> line.replace("1.4.0", "9.9.9")
                .replace("2026-11-21T", "2026-11-23T"));
        Visit visit = Visit.to(jenkins);

        String json = visit.get("reader", main.getUrl() + "kube-release/json").body();
        String page = visit.get("reader", main.getUrl() + "kube-release/").body();

        assertThat(json)
                .contains("\"environment\":\"staging\",\"present\":{\"url\":\"job/polls/job/next/1/kube-release/\"")
                .contains("\"releases\":[{\"url\":\"job/polls/job/main/1/")
                .doesNotContain("9.9.9");
        assertThat(page).contains("1.5.0");
    }

    @Test
    void theBoardShowsAppsOfJobsThatTheVisitorMaySee(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleProject open = jenkins.createFreeStyleProject("polls");
        FreeStyleProject closed = jenkins.createFreeStyleProject("closed");
        control.has(jenkins.buildAndAssertSuccess(open), "succeeded");
        control.has(
                jenkins.buildAndAssertSuccess(closed), "succeeded", line -> line.replace("\"polls\"", "\"secret\""));
        Visit visit = Visit.to(jenkins);
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Item.READ)
                .onItems(open)
                .to("reader"));

        String page = visit.get("reader", "kube-release/").body();
        String json = visit.get("reader", "kube-release/json").body();

        assertThat(page).contains("polls").doesNotContain("secret");
        assertThat(json).contains("\"app\":\"polls\"").doesNotContain("secret");
        assertThat(visit.get("reader", closed.getUrl() + "1/kube-release/json").statusCode())
                .isEqualTo(404);
    }

    @Test
    void appsOfOneNameInDifferentFoldersAreDifferentApps(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        for (String team : List.of("red", "blue")) {
            MockFolder folder = jenkins.createFolder(team);
            for (String branch : List.of("main", "next")) {
                control.has(
                        jenkins.buildAndAssertSuccess(folder.createProject(FreeStyleProject.class, branch)),
                        "succeeded",
                        line -> line.replace("1.4.0", "1.4.0-" + team));
            }
        }

        assertThat(ReleaseBoard.document().apps())
                .extracting(
                        BoardPage.Row::app,
                        BoardPage.Row::folder,
                        row -> row.environments().get(0).present().orElseThrow().version())
                .containsExactly(tuple("polls", "blue", "1.4.0-blue"), tuple("polls", "red", "1.4.0-red"));
        assertThat(Visit.to(jenkins).get("reader", "kube-release/").body()).contains("red", "blue");
    }

    @Test
    void aJobThatMayBeDiscoveredAndNotReadIsLeftOutOfTheBoard(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        control.has(jenkins.buildAndAssertSuccess(job), "succeeded");
        Visit visit = Visit.to(jenkins);
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.DISCOVER)
                .everywhere()
                .to("reader"));

        HttpResponse<String> board = visit.get("reader", "kube-release/");

        assertThat(board.statusCode()).isEqualTo(200);
        assertThat(board.body()).doesNotContain("polls");
    }

    @Test
    void aBuildHasALineAndABadgeForItsRelease(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        control.has(jenkins.buildAndAssertSuccess(job), "crash-loop");
        Visit visit = Visit.to(jenkins);

        String build = visit.get("reader", job.getUrl() + "1/").body();
        String builds = visit.get("reader", job.getUrl() + "buildHistory/ajax").body();

        assertThat(build)
                .contains("href=\"kube-release/\"", "failed in staging")
                .doesNotContain("<img src=x");
        assertThat(builds)
                .contains(
                        "href=\"" + jenkins.contextPath + "/" + job.getUrl() + "1/kube-release/\"", "failed in staging")
                .doesNotContain("<img src=x");
    }

    @Test
    void jobsAndTheBoardAreReadByReadersAndChangedByNobody(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        control.has(jenkins.buildAndAssertSuccess(job), "succeeded");
        Visit visit = Visit.to(jenkins);

        for (String page : List.of(
                "kube-release/",
                "kube-release/json",
                job.getUrl() + "kube-release/",
                job.getUrl() + "kube-release/json")) {
            for (String who : List.of("reader", "builder", "releaser", "manager")) {
                HttpResponse<String> read = visit.get(who, page);
                assertThat(read.statusCode()).as("GET %s as %s", page, who).isEqualTo(200);
                assertThat(visit.post(who, page).body())
                        .as("POST %s as %s is no more than a GET", page, who)
                        .doesNotContain("Exception");
            }
            assertThat(visit.get(Visit.ANONYMOUS, page).statusCode()).as(page).isEqualTo(403);
            assertThat(visit.post(Visit.ANONYMOUS, page).statusCode()).as(page).isEqualTo(403);
        }
        assertThat(control.deeds).isEmpty();
    }

    @Test
    void theBoardFindsAJobThatWasMovedAndForgetsOneThatIsGone(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        MockFolder folder = jenkins.createFolder("team");
        FreeStyleProject job = folder.createProject(FreeStyleProject.class, "polls");
        control.has(jenkins.buildAndAssertSuccess(job), "succeeded");

        folder.renameTo("squad");
        assertThat(ReleaseIndex.get().visible())
                .extracting(each -> each.getFullName())
                .containsExactly("squad/polls");

        job.delete();
        assertThat(ReleaseIndex.get().visible()).isEmpty();
    }
}
