package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.kuberelease.access.Vault;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.KeptJournal;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.StageId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What happens to a release that is stopped, or whose agent is taken from it. */
@WithJenkins
class TroubleIT {
    private static final Duration ABORT = Duration.ofSeconds(5);

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    @Test
    void anAbortEndsWithinFiveSecondsAndLeavesNothingDeployed(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        DevClusters.giveHello(workspace, namespace.name());
        workspace.child("test.sh").write("sleep 300\n", "UTF-8");
        job.setDefinition(new CpsFlowDefinition("node { kubeRelease() }", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        KeptJournal journal = KeptJournal.of(run);
        journal.awaitStarted("test");

        Instant asked = Instant.now();
        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));

        assertThat(Duration.between(asked, Instant.now())).isLessThan(ABORT);
        journal.await("the release is over", state -> state.result().isPresent());
        assertThat(journal.state().result()).contains(ReleaseResult.ABORTED);
        assertThat(journal.state().stage(new StageId("staging.deploy")).wasBegun())
                .isFalse();
    }

    @Test
    void aFailureSaysInTheConsoleWhereAllThatWasSeenIsRead(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        DevClusters.giveHello(workspace, namespace.name());
        workspace.child("test.sh").write("echo 'the price is wrong'\nexit 1\n", "UTF-8");
        job.setDefinition(new CpsFlowDefinition("node { kubeRelease() }", true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        String root = jenkins.getURL() + run.getUrl() + "kube-release/";
        Matcher address = Pattern.compile(Pattern.quote("│ " + root) + "(evidence\\?\\S+)")
                .matcher(JenkinsRule.getLog(run));
        assertThat(address.find())
                .as("an address of the evidence in the console")
                .isTrue();
        assertThat(jenkins.createWebClient()
                        .goTo(run.getUrl() + "kube-release/" + address.group(1), "text/plain")
                        .getWebResponse()
                        .getContentAsString())
                .startsWith("test: ")
                .contains("the price is wrong");
    }

    @Test
    void aSecretOfTheBlockIsHiddenWhereverABuildersLinesGo(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        Vault.keep(Vault.text("token", "s3cr3t-of-the-block"));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        DevClusters.giveHello(workspace, namespace.name());
        FilePath dockerfile = workspace.child("Dockerfile");
        String printing = "RUN printf 'the token is s3cr3t-%s\\n' of-the-block; exit 1 # " + namespace.name();
        dockerfile.write(dockerfile.readToString() + "\n" + printing + "\n", "UTF-8");
        job.setDefinition(new CpsFlowDefinition("""
                node { withCredentials([string(credentialsId: 'token', variable: 'TOKEN')]) { kubeRelease only: 'build' } }
                """, true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("the token is ****", run);
        jenkins.assertLogNotContains("s3cr3t-of-the-block", run);
        try (Stream<Path> kept = Files.walk(run.getRootDir().toPath().resolve("kube-release"))) {
            assertThat(kept.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).content().doesNotContain("s3cr3t-of-the-block"));
        }
        assertThat(jenkins.createWebClient()
                        .goTo(run.getUrl() + "kube-release/json", "application/json")
                        .getWebResponse()
                        .getContentAsString())
                .contains("the token is ****")
                .doesNotContain("s3cr3t-of-the-block");
    }

    @Test
    void anAgentThatGoesAwayIsAnErrorOfTheBuildAndNoHang(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        DumbSlave agent = jenkins.createOnlineSlave();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        FilePath workspace = agent.getWorkspaceFor(job);
        DevClusters.giveHello(workspace, namespace.name());
        FilePath dockerfile = workspace.child("Dockerfile");
        dockerfile.write(dockerfile.readToString() + "\nRUN sleep 120 # " + namespace.name() + "\n", "UTF-8");
        job.setDefinition(
                new CpsFlowDefinition("node('" + agent.getNodeName() + "') { kubeRelease only: 'build' }", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        KeptJournal journal = KeptJournal.of(run);
        journal.awaitStarted("build");

        jenkins.disconnectSlave(agent);

        journal.await("the build is errored", state -> state.stage(new StageId("build"))
                .outcome()
                .filter(StageOutcome.Errored.class::isInstance)
                .isPresent());
        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
    }
}
