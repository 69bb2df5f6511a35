package io.kuberelease.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pages say, drawn from the documents that both hosts send. */
class ContentTest {
    @RegisterExtension
    private final Browser browser = new Browser();

    @Test
    void aReleaseThatWaitsSaysForWhomAndUntilWhen() {
        assertThat(browser.show("release-waiting").words())
                .contains("polls 1.4.0 waits for approval")
                .contains("production waits for approval")
                .contains("polls 1.4.0 would change 4 resources in production. Until 21 Nov 2026, 16:24 UTC.")
                .contains("Review and decide", "Abort…", "2 of 2");
    }

    @Test
    void aReleaseThatFailedSaysWhyWhatWasSeenAndWhatToDo() {
        assertThat(browser.show("release-failed").words())
                .contains("staging: crash loop", "KeyError: 'DJANGO_SECRET_KEY'", "Perhaps you should");
        assertThat(hrefs())
                .contains("evidence?release=261121-122407-2af94bf&stage=staging.deploy")
                .contains("../testReport/");
    }

    @Test
    void otherEndsAreToldAsTheyAre() {
        assertThat(browser.show("release-tests-failed").words()).contains("failed in test", "1 failed");
        assertThat(browser.show("release-aborted").words()).contains("Aborted by", "What is deployed stays");
        assertThat(browser.show("release-tested-before").words())
                .contains("Not run again: this image passed them in release 261121-203201-fc387cb")
                .contains("Not needed: the tests did not run");
        assertThat(browser.show("release-succeeded").words())
                .contains("is in staging and production", "Promote to production…", "Roll back…");
        assertThat(browser.show("release-two").words()).contains("polls 1.4.0", "polls 1.4.1");
        assertThat(browser.show("release-none").words()).contains("Nothing has been released yet.");
    }

    @Test
    void aReleaseUnderWaySaysWhatItIsDoingAtThisMoment() {
        assertThat(browser.show("release-deploying").words())
                .contains("Booting worker with pid: 9", "1 of 2 updated pods available", "resources ready");
    }

    @Test
    void whereNothingCanBeDoneTheCommandIsSaidThatDecides() {
        assertThat(browser.show("release-read-only").words())
                .contains("To decide:", "kube-release approve 261121-122407-2af94bf")
                .doesNotContain("Review and decide", "Abort", "Roll back");
    }

    @Test
    void namesFromOutsideAreOnlyEverText() {
        browser.show("release-hostile");

        assertThat(browser.words()).contains("<img src=x onerror=alert(1)>");
        assertThat(browser.ask("document.querySelectorAll('img, script:not([src])').length"))
                .isEqualTo(0L);
    }

    @Test
    void aJobShowsWhatIsInItsEnvironmentsAndHowItCameThere() {
        assertThat(browser.show("job").words())
                .contains("staging", "1.4.0", "revision 2", "by mia, just now", "by mia, 47 h ago")
                .contains("polls 1.3.4 failed in staging after 24.6 s: crash loop", "#41");
        assertThat(hrefs()).contains("/job/polls/42/kube-release/", "/job/polls/42/kube-release/../");
        assertThat(browser.show("job-none").words()).contains("Nothing has been released yet.");
    }

    @Test
    void theBoardShowsAppsByEnvironments() {
        assertThat(browser.show("board").words())
                .contains("mail", "polls", "shop", "Team Red", "staging", "production")
                .contains("50 days ago");
        assertThat(browser.ask("document.querySelectorAll('tbody tr').length")).isEqualTo(3L);
        assertThat(browser.words())
                .contains("8 of 10", "the next to end is old-thing, now", "not known")
                .contains("cluster staging does not answer: connection refused");
        assertThat(hrefs()).contains("/job/polls/previews/", "/job/red/job/shop/previews/");
        assertThat(browser.show("board-none").words()).contains("Nothing has been released yet.");
    }

    @Test
    void thePreviewsOfARepositoryAreShownAsTheyStand() {
        String words = browser.show("previews").words();

        assertThat(words)
                .contains("8 of 10 previews in cluster staging · they ask for 1.8 CPU and 3 GiB", "looked at ")
                .contains("live", "1 of 2 pods ready", "failed in preview: crash loop", "build #12", "being made")
                .contains("its time is over", "it is being deleted", "in 2 days", "in 50 min", "0.3 CPU, 512 MiB")
                .contains("pods of namespace polls-docs may not be listed by jenkins")
                .contains(
                        "ticket/PO-7",
                        "waits for an executor",
                        "The preview of branch gone of polls is not removed",
                        "polls has 10 previews, and may have no more")
                .doesNotContain("an older one");
        assertThat(hrefs())
                .contains("https://feature-login.polls.preview.example.com/", "/job/polls/job/main/12/")
                .contains("confirm?what=fork&branch=PR-7")
                .contains("confirm?what=delete&app=polls&cluster=staging&namespace=polls-feature-login");
        assertThat(browser.ask("document.querySelector('.kr-ends time').title")).isEqualTo("24 Nov 2026, 05:24 UTC");
    }

    @Test
    void whoeverMayNotDeploySeesThePreviewsWithoutButtons() {
        assertThat(browser.show("previews-reader").words()).contains("feature/login", "in 2 days", "live");
        assertThat(browser.list(
                        "[...document.querySelectorAll('button, input, select, form')].map((each) => each.outerHTML)"))
                .isEmpty();
        assertThat(hrefs()).noneMatch(href -> href.startsWith("confirm"));
    }

    @Test
    void namesOfBranchesAreOnlyEverText() {
        assertThat(browser.show("previews-hostile").words())
                .contains("x'; sh 'rm' <img src=x onerror=alert(1)>", "</script><b>x'");
        assertThat(browser.ask("document.querySelectorAll('img, b, script:not([src])').length"))
                .isEqualTo(0L);
        browser.show("decision-fork");
        assertThat(browser.ask("document.querySelectorAll('b, script:not([src])').length"))
                .isEqualTo(0L);
    }

    @Test
    void whereNothingLivesThePageSaysWhyAndWhatToDo() {
        assertThat(browser.show("previews-away").words())
                .contains("can't be looked at now: cluster staging does not answer: connection refused")
                .contains("This is how they stood 4 min ago", "feature/login");
        assertThat(browser.show("previews-loading").words()).contains("Looking into cluster staging…");
        assertThat(browser.show("previews-none").words()).contains("No preview lives now. Search a branch above");
        assertThat(browser.show("previews-first").words())
                .contains("does not say how. Add three lines to kube-release.yaml")
                .contains("preview:", "host: \"{branch}.polls.preview.example.com\"");
        assertThat(browser.show("previews-begun").words())
                .contains("feature/login", "is being built")
                .doesNotContain("No preview was made");
    }

    @Test
    void aStrangersBranchIsShownBeforeItIsDeployed() {
        assertThat(browser.show("decision-fork").words())
                .contains("Deploy PR-7, which is from a fork?", "The branch has moved on since you looked")
                .contains("Revision 4f2c9e0d7a5b, and no other.", "repository: registry.example/polls")
                .contains("# <script>alert(1)</script>", "RUN pip install", "Deploy this revision");
        assertThat(browser.show("decision-fork-refused").words())
                .contains("can't be deployed: chart/lib.tgz is no text")
                .doesNotContain("Deploy this revision");
        assertThat(browser.ask("document.querySelectorAll('form').length")).isEqualTo(0L);
        assertThat(browser.show("decision-delete").words())
                .contains("Delete the preview of feature/login?", "Namespace polls-feature-login of cluster staging")
                .contains("its datastores and what was put into them");
    }

    @Test
    void questionsSayWhatWillHappen() {
        assertThat(browser.show("decision-approve").words())
                .contains("Release polls 1.4.0 to production?", "Your decision counts for exactly this change.")
                .contains("What would change: 4 changed", "helm.sh/chart: polls-1.4.0", "Approve", "Reject");
        assertThat(browser.show("decision-abort").words()).contains("Abort the release of polls 1.4.0?");
        assertThat(browser.show("decision-promote").words()).contains("Promote polls 1.4.0 to production?");
        assertThat(browser.show("decision-rollback").words()).contains("Databases are not rolled back.");
    }

    /** Every page, whatever is on it: nothing inline, nothing from elsewhere, no complaint of the browser. */
    @Test
    void allPagesKeepToAStrictContentSecurityPolicy() {
        List<String> complaints = new ArrayList<>();
        for (String name : Golden.names()) {
            browser.show(name);
            assertThat(browser.ask("document.querySelectorAll('script:not([src]), style, [onclick], [onload]').length"))
                    .as(name)
                    .isEqualTo(0L);
            browser.complaints().forEach(complaint -> complaints.add(name + ": " + complaint));
        }

        assertThat(complaints).isEmpty();
        browser.driver()
                .executeScript("const s = document.createElement('script'); s.text = 'globalThis.ran = true';"
                        + " document.head.append(s);");
        assertThat(browser.ask("globalThis.ran ?? 'not run'")).isEqualTo("not run");
        assertThat(browser.complaints()).anySatisfy(line -> assertThat(line).contains("Content Security Policy"));
    }

    private List<String> hrefs() {
        return browser.list("[...document.querySelectorAll('a')].map((each) => each.getAttribute('href'))");
    }
}
