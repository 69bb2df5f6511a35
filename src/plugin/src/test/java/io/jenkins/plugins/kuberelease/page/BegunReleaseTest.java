package io.jenkins.plugins.kuberelease.page;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.StageId;
import io.kuberelease.testkit.JournalBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the page shows of a release that somebody has just begun from it, and of one that came to nothing. */
@WithJenkins
class BegunReleaseTest {
    @RegisterExtension
    private final OpenBrowser browser = new OpenBrowser();

    @Test
    void whoeverBeginsAPromotionIsLedToItOnceItIsPlanned(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        List<JournalEntry> first = FakeControl.entries("succeeded", UnaryOperator.identity());
        control.has(build, List.of(first));
        Tab tab = browser.tab();
        String page = jenkins.getURL() + build.getUrl() + "kube-release/";
        tab.show(page, ".kr-offers");
        tab.ask(
                "[...document.querySelectorAll('.kr-offers a')].find(a => a.textContent.startsWith('Promote')).click()");
        tab.await("location.pathname.endsWith('/confirm') && document.readyState === 'complete'");
        tab.ask("document.querySelector('form[name=question] button').click()");
        tab.await("document.querySelector('.kr-release')");
        assertThat(control.deeds).hasSize(1);

        String begun = "261121-130000-2af94bf";
        List<JournalEntry> second =
                FakeControl.entries("deploying", line -> line.replace("261121-122407-2af94bf", begun));
        control.has(build, List.of(first, second));

        tab.await("scrollY > 0 && document.getElementById('" + begun
                + "').getBoundingClientRect().top < innerHeight / 2");
    }

    @Test
    void whatDidNotBecomeReadyDoesNotSeemToBeOnItsWay(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        control.has(build, List.of(failed()));
        Tab tab = browser.tab();

        tab.show(jenkins.getURL() + build.getUrl() + "kube-release/", ".kr-resource");

        assertThat(tab.ask("document.querySelector('.kr-resource').innerText").asText())
                .contains("deployment/polls")
                .contains("1 of 2")
                .contains("exit code 3");
        assertThat(tab.ask("document.querySelector('.kr-resource svg').ariaLabel")
                        .asText())
                .isEqualTo("not ready");
        assertThat(tab.ask("document.querySelectorAll('.kr-icon--running').length")
                        .asInt())
                .isZero();
    }

    private static List<JournalEntry> failed() throws IOException {
        List<JournalEntry> entries = new ArrayList<>(FakeControl.entries("deploying", UnaryOperator.identity()));
        JournalEntry last = entries.get(entries.size() - 1);
        StageOutput left =
                new StageOutput.NotReady(List.of(JournalBuilder.resource("Deployment", "polls", 1, 2, "exit code 3")));
        entries.add(new JournalEntry(
                entries.size(),
                last.at().plusSeconds(5),
                new ReleaseEvent.StageEnded(
                        new StageId("staging.deploy"),
                        1,
                        new StageOutcome.Failed(Cause.of(CauseKind.CRASH_LOOP, "exit code 3"), Optional.of(left)))));
        entries.add(new JournalEntry(
                entries.size(), last.at().plusSeconds(6), new ReleaseEvent.Ended(ReleaseResult.FAILED)));
        return entries;
    }
}
