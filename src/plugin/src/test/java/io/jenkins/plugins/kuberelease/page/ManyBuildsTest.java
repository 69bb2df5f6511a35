package io.jenkins.plugins.kuberelease.page;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.kuberelease.journal.ReleaseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Pages about many builds read a journal once, and are right all the same whatever happens to the builds. */
@WithJenkins
class ManyBuildsTest {
    private static final String PROMOTION = "261121-140000-000-2af94bf";

    @Test
    void whatCanChangeNoMoreIsNotReadAtEveryVisit(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        KeptRelease release = KeptRelease.of(build, "succeeded", UnaryOperator.identity());
        Visit visit = Visit.to(jenkins);
        String board = visit.get("reader", "kube-release/json").body();

        makeUnreadable(release.journal());

        assertThat(visit.get("reader", "kube-release/json").body())
                .isEqualTo(board)
                .contains("\"version\":\"1.4.0\"");
        assertThat(visit.get("reader", job.getUrl() + "kube-release/json").body())
                .contains("polls 1.4.0 is in staging and production");
        assertThat(visit.get("reader", job.getUrl() + "buildHistory/ajax").body())
                .contains("polls 1.4.0 is in staging and production");
    }

    @Test
    void aPromotionAfterTheEndOfTheBuildIsSeenFromItsBeginningToItsEnd(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        KeptRelease release = KeptRelease.of(build, "aborted", UnaryOperator.identity());
        Visit visit = Visit.to(jenkins);
        String json = job.getUrl() + "kube-release/json";
        assertThat(visit.get("reader", json).body()).doesNotContain(PROMOTION);

        KeptRelease promotion = release.promotion(build, "page-1", PROMOTION);
        String begun = visit.get("reader", json).body();
        promotion.ends(ReleaseResult.FAILED);
        String ended = visit.get("reader", json).body();

        assertThat(begun).contains("\"release\":\"" + PROMOTION + "\"").contains("\"status\":\"running\"");
        assertThat(ended)
                .contains("\"release\":\"" + PROMOTION + "\"")
                .contains("\"status\":\"failed\"")
                .doesNotContain("\"status\":\"running\"");
    }

    @Test
    void buildsThatAreGoneAreShownNoMore(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        FreeStyleBuild first = jenkins.buildAndAssertSuccess(job);
        FreeStyleBuild second = jenkins.buildAndAssertSuccess(job);
        KeptRelease.of(first, "succeeded", UnaryOperator.identity());
        KeptRelease.of(second, "succeeded", line -> line.replace("1.4.0", "1.5.0"));
        Visit visit = Visit.to(jenkins);
        assertThat(visit.get("reader", "kube-release/json").body()).contains("\"version\":\"1.5.0\"");

        second.delete();

        assertThat(visit.get("reader", "kube-release/json").body())
                .contains("\"version\":\"1.4.0\"")
                .doesNotContain("1.5.0");
        first.delete();
        assertThat(visit.get("reader", "kube-release/json").body()).doesNotContain("1.4.0");
    }

    @Test
    void aJobThatWasRenamedTakesItsReleasesAlongAndLeavesNoneToTheNextOfItsName(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        KeptRelease.of(jenkins.buildAndAssertSuccess(job), "succeeded", UnaryOperator.identity());
        Visit visit = Visit.to(jenkins);
        assertThat(visit.get("reader", "kube-release/json").body()).contains("\"url\":\"job/polls/1/kube-release/\"");

        job.renameTo("votes");
        FreeStyleProject next = jenkins.createFreeStyleProject("polls");
        KeptRelease.of(jenkins.buildAndAssertSuccess(next), "succeeded", line -> line.replace("1.4.0", "9.0.0")
                .replace("\"polls\"", "\"other\""));

        assertThat(visit.get("reader", "job/votes/kube-release/json").body())
                .contains("\"url\":\"job/votes/1/kube-release/\"", "\"version\":\"1.4.0\"")
                .doesNotContain("9.0.0");
        assertThat(visit.get("reader", "job/polls/kube-release/json").body())
                .contains("\"url\":\"job/polls/1/kube-release/\"", "\"version\":\"9.0.0\"")
                .doesNotContain("1.4.0");
        assertThat(visit.get("reader", "kube-release/json").body()).contains("\"app\":\"polls\"", "\"app\":\"other\"");
    }

    /** As nothing does to a journal: whoever does not read it can't tell. */
    private static void makeUnreadable(Path journal) throws IOException {
        FileTime written = Files.getLastModifiedTime(journal);
        // The ends of the lines stay: whether there is a first line is looked at each time, and no more than that.
        byte[] text = Files.readAllBytes(journal);
        for (int i = 0; i < text.length; i++) {
            text[i] = text[i] == '\n' ? text[i] : (byte) '?';
        }
        Files.write(journal, text);
        Files.setLastModifiedTime(journal, written);
    }
}
