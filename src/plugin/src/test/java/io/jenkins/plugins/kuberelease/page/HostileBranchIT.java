package io.jenkins.plugins.kuberelease.page;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import io.jenkins.plugins.kuberelease.access.Vault;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.LocalRepositories;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.jenkins.plugins.kuberelease.ground.SourceRepository;
import io.kuberelease.testkit.slack.PostedMessage;
import io.kuberelease.testkit.slack.StrictSlack;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.plugins.slack.SlackNotifier;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A branch, an author and a message that would do harm if they were anything but text, through a real release. */
@ExtendWith(LocalRepositories.class)
@WithJenkins
class HostileBranchIT {
    /** Git takes no space; between attributes a slash does as well. */
    private static final String BRANCH = "feature/<img/src=x/onerror=alert(1)>&\"'";

    private static final String ESCAPE = "\u001b[31m";
    private static final int MOST_LINES = 5000;
    private static final String SLACK_API = "io.jenkins.plugins.kuberelease.slackApi";

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    @RegisterExtension
    private final OpenBrowser browser = new OpenBrowser();

    private final StrictSlack slack = StrictSlack.with("releases");

    @TempDir
    Path repository;

    @AfterEach
    void close() {
        System.clearProperty(SLACK_API);
        slack.close();
    }

    @Test
    void aBranchIsNothingButTextOnThePageInTheConsoleAndInSlack(JenkinsRule jenkins) throws Exception {
        tellSlack(jenkins);
        DevClusters.configure(jenkins);
        give();

        WorkflowRun run = released(jenkins);

        isTextOnThePages(jenkins, run);
        isTextInTheConsole(run);
        isTextInSlack();
    }

    private void isTextOnThePages(JenkinsRule jenkins, WorkflowRun run) throws Exception {
        Tab tab = browser.tab().watchingAlerts();
        String job = run.getParent().getUrl();
        tab.show(jenkins.getURL() + run.getUrl() + "kube-release/", ".kr-release");
        assertThat(tab.ask("document.querySelector('.kr-release').innerText").asText())
                .contains(BRANCH)
                .doesNotContain(ESCAPE);
        hasExecutedNothing(tab);
        for (String page : List.of(job + "kube-release/", "kube-release/", run.getUrl(), job)) {
            tab.show(jenkins.getURL() + page, "#main-panel");
            hasExecutedNothing(tab);
        }
    }

    private static void hasExecutedNothing(Tab tab) throws Exception {
        assertThat(tab.ask("document.querySelectorAll('img[onerror], [onmouseover*=alert]').length")
                        .asInt())
                .as("elements made of a name")
                .isZero();
        assertThat(tab.ask("globalThis.alerts ?? -1").asInt()).as("scripts run").isZero();
    }

    private static void isTextInTheConsole(WorkflowRun run) throws Exception {
        StringWriter html = new StringWriter();
        assertThat(run.getLogText().writeHtmlTo(0, html)).isPositive();
        assertThat(html.toString())
                .contains("(feature/&lt;img/src=x/onerror=alert(1)&gt;&amp;")
                .doesNotContain("<img");
        assertThat(run.getLog(MOST_LINES))
                .filteredOn(line -> line.contains("[kube-release]"))
                .isNotEmpty()
                .noneMatch(line -> line.contains("\u001b") || line.contains("<img"));
    }

    private void isTextInSlack() {
        assertThat(slack.messages()).isNotEmpty();
        assertThat(slack.messages().stream().map(PostedMessage::content).map(Object::toString))
                .anyMatch(content -> content.contains("feature/&lt;img/src=x/onerror=alert(1)&gt;&amp;"))
                .noneMatch(content -> content.contains("<img") || content.contains("\u001b"));
        assertThat(slack.requests())
                .allSatisfy(request -> assertThat(request.answer()).contains("\"ok\":true"));
    }

    private void tellSlack(JenkinsRule jenkins) throws Exception {
        Vault.keep(Vault.text("slack", StrictSlack.TOKEN));
        SlackNotifier.DescriptorImpl settings = jenkins.jenkins.getDescriptorByType(SlackNotifier.DescriptorImpl.class);
        settings.setBotUser(true);
        settings.setTokenCredentialId("slack");
        System.setProperty(SLACK_API, slack.api().toString());
    }

    private void give() throws Exception {
        FilePath source = new FilePath(repository.toFile());
        DevClusters.giveHello(source, namespace.name());
        FilePath file = source.child("kube-release.yaml");
        file.write(file.readToString() + "notify:\n  slack:\n    channel: \"#releases\"\n", "UTF-8");
        SourceRepository.of(repository, "echo 'this branch is of no interest'");
        SourceRepository.branch(repository, BRANCH);
        source.child("Jenkinsfile").write("node { checkout scm; kubeRelease() }", "UTF-8");
        SourceRepository.commit(repository, ESCAPE + "ada & co", ESCAPE + "<img src=x onerror=alert(1)>");
    }

    private WorkflowRun released(JenkinsRule jenkins) throws Exception {
        GitSCMSource source = new GitSCMSource(repository.toString());
        source.setTraits(List.<SCMSourceTrait>of(new BranchDiscoveryTrait()));
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "hello");
        project.getSourcesList().add(new BranchSource(source));
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        WorkflowRun run =
                Objects.requireNonNull(project.getItemByBranchName(BRANCH)).getLastBuild();
        return jenkins.assertBuildStatusSuccess(run);
    }
}
