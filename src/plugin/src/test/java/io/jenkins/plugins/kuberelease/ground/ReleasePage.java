package io.jenkins.plugins.kuberelease.ground;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.jenkins.plugins.kuberelease.page.ReleaseControl;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlPage;
import org.jvnet.hudson.test.JenkinsRule;

/** What a person does on the page of a build's first release. */
public final class ReleasePage {
    private ReleasePage() {}

    /** Says yes to an environment. */
    public static void approve(JenkinsRule jenkins, Run<?, ?> run, String environment) throws Exception {
        String release =
                ReleaseControl.installed().orElseThrow().find(run).get(0).id().value();
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage question = browser.goTo(run.getUrl() + ReleaseAction.URL + "/confirm?what=approve&environment="
                    + environment + "&release=" + release);
            HtmlButton yes = question.getFirstByXPath("//form[@name='question']//button[text()='Approve']");
            assertThat(yes).as(question.asNormalizedText()).isNotNull();
            yes.click();
        }
    }
}
