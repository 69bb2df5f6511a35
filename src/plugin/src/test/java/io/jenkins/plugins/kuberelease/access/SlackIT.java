package io.jenkins.plugins.kuberelease.access;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Result;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.jenkins.plugins.kuberelease.ground.ReleasePage;
import io.kuberelease.testkit.slack.PostedMessage;
import io.kuberelease.testkit.slack.StrictSlack;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import jenkins.plugins.slack.SlackNotifier;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A real release that tells a Slack as strict as the real one, with the settings of the Slack plugin. */
@WithJenkins
class SlackIT {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(4);
    private static final Pattern DECISION = Pattern.compile("\"url\":\"([^\"]+/kube-release/confirm[^\"]+)\"");

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    private final StrictSlack slack = StrictSlack.with("releases");

    @AfterEach
    void close() {
        slack.close();
        System.clearProperty(SlackAccess.API);
    }

    @Test
    void theChannelIsToldAndItsButtonLeadsToThePageThatAsks(JenkinsRule jenkins) throws Exception {
        letIn(jenkins);
        tellThroughTheSlackPlugin(jenkins);
        WorkflowRun run = released(jenkins);

        String decision = awaitDecision(run);
        assertThat(decision)
                .startsWith(jenkins.getURL() + run.getUrl() + "kube-release/confirm?what=approve&release=")
                .endsWith("&environment=staging");
        approve(jenkins, decision);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));

        PostedMessage overview = slack.messages().get(0);
        assertThat(overview.text()).contains("hello", "is in staging");
        assertThat(overview.content().toString()).contains(jenkins.getURL() + run.getUrl() + "kube-release/");
        assertThat(slack.requests())
                .allSatisfy(request -> assertThat(request.answer()).contains("\"ok\":true"));
        jenkins.assertLogNotContains(StrictSlack.TOKEN, run);
    }

    private static void letIn(JenkinsRule jenkins) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("mary"));
    }

    private void tellThroughTheSlackPlugin(JenkinsRule jenkins) throws Exception {
        Vault.keep(Vault.text("slack", StrictSlack.TOKEN));
        SlackNotifier.DescriptorImpl settings = jenkins.jenkins.getDescriptorByType(SlackNotifier.DescriptorImpl.class);
        settings.setBotUser(true);
        settings.setTokenCredentialId("slack");
        System.setProperty(SlackAccess.API, slack.api().toString());
    }

    private WorkflowRun released(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        DevClusters.giveHello(workspace, namespace.name());
        FilePath file = workspace.child("kube-release.yaml");
        file.write(
                file.readToString().replace("    verify:", "    approval: {}\n    verify:")
                        + "notify:\n  slack:\n    channel: \"#releases\"\n",
                "UTF-8");
        job.setDefinition(new CpsFlowDefinition("node { kubeRelease() }", true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private String awaitDecision(WorkflowRun run) throws Exception {
        Instant deadline = Instant.now().plus(TIME_LIMIT);
        Optional<String> found = decision();
        while (found.isEmpty()) {
            assertThat(run.isBuilding() && Instant.now().isBefore(deadline))
                    .as("the channel is asked for a decision; console: " + run.getLog(200))
                    .isTrue();
            Thread.sleep(100);
            found = decision();
        }
        return found.get();
    }

    private Optional<String> decision() {
        return slack.messages().stream()
                .filter(PostedMessage::broadcast)
                .map(message -> DECISION.matcher(message.content().toString()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    private static void approve(JenkinsRule jenkins, String address) throws Exception {
        try (JenkinsRule.WebClient mary = jenkins.createWebClient().login("mary")) {
            ReleasePage.press(mary, URI.create(address).toURL(), "Approve");
        }
    }
}
