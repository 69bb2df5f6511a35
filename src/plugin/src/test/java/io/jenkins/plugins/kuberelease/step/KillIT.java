package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.HelmWorkerInPlace;
import io.jenkins.plugins.kuberelease.ground.KeptJournal;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.jenkins.plugins.kuberelease.ground.SourceRepository;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.jenkins.plugins.kuberelease.page.ReleaseControl;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.StageId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Kills Jenkins in one stage of a release after the other, and looks that it ends as if nothing had been. */
@ExtendWith(HelmWorkerInPlace.class)
class KillIT {
    private static final String JOB = "hello";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .javaOptions(
                    "-Xmx768m",
                    HelmWorkerInPlace.option(),
                    "-D" + GitSCM.class.getName() + ".ALLOW_LOCAL_CHECKOUT=true")
            .withTimeout(0);

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    private ProcessHandle process = ProcessHandle.current();
    private int kills;

    @Test
    void aBuildGoesOnWhereItWasHoweverOftenJenkinsIsKilled() throws Throwable {
        start();
        jenkins.runRemotely(KillIT::begin, namespace.name());
        for (String stage : List.of("datastores", "build", "test", "bundle", "staging.lock", "staging.deploy")) {
            killIn(stage);
        }
        killOnceHelmHasBegun("staging");
        killIn("staging.verify");
        killIn("staging.record");
        killInWait("production.approval");
        jenkins.runRemotely(KillIT::approve);
        killIn("production.deploy");
        killOnceHelmHasBegun("production");

        jenkins.runRemotely(KillIT::endsWell);

        wasDoneOnce();
    }

    /** Such a pipeline is not written down as it goes, and can't be gone on with: the build ends, the release does not. */
    @Test
    void aReleaseGoesOnWithoutABuildOfOptimisedPerformance(@TempDir Path repository) throws Throwable {
        DevClusters.giveHelloWithApproval(new FilePath(repository.toFile()), namespace.name());
        SourceRepository.of(repository, "kubeRelease()");
        start();
        jenkins.runRemotely(KillIT::beginFrom, repository.toString());
        killIn("build");
        killIn("staging.deploy");
        killInWait("production.approval");
        jenkins.runRemotely(KillIT::approve);
        killIn("production.deploy");

        journal().await("the release is over", state -> state.result().isPresent());

        wasDoneOnce();
    }

    private void start() throws Throwable {
        jenkins.startJenkins();
        long pid = jenkins.runRemotely(KillIT::pid);
        process = ProcessHandle.of(pid).orElseThrow();
    }

    private void killIn(String stage) throws Throwable {
        journal().awaitStarted(stage);
        killAndStart();
    }

    /** What it was told to install is in the cluster in part. */
    private void killOnceHelmHasBegun(String environment) throws Throwable {
        journal().awaitStarted(environment + ".deploy");
        DevClusters.awaitRevision(environment, namespace.name());
        killAndStart();
    }

    private void killInWait(String stage) throws Throwable {
        StageId id = new StageId(stage);
        journal().await(stage + " waits", state -> state.stage(id).isWaiting());
        killAndStart();
    }

    private void killAndStart() throws Throwable {
        jenkins.stopJenkinsForcibly();
        process.onExit().get(1, TimeUnit.MINUTES);
        kills++;
        System.err.println("Killed in " + running());
        start();
        journal().awaitTakenUp(kills);
    }

    /** For the reader of the log: what was under way. */
    private List<String> running() throws Exception {
        return journal().state().all().stream()
                .filter(stage -> stage.isRunning() || stage.isWaiting())
                .map(stage -> stage.stage().id().value())
                .toList();
    }

    private void wasDoneOnce() throws Exception {
        assertThat(journal().state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(begunAgain()).as("stages that were done and began again").isEmpty();
        assertThat(DevClusters.revisions("staging", namespace.name())).isEqualTo(1);
        assertThat(DevClusters.revisions("production", namespace.name())).isEqualTo(1);
    }

    private Set<StageId> begunAgain() throws Exception {
        Set<StageId> done = new HashSet<>();
        Set<StageId> again = new HashSet<>();
        for (JournalEntry entry : journal().entries()) {
            if (entry.event() instanceof ReleaseEvent.StageStarted started && done.contains(started.stage())) {
                again.add(started.stage());
            } else if (entry.event() instanceof ReleaseEvent.StageEnded ended
                    && ended.outcome() instanceof StageOutcome.Succeeded) {
                done.add(ended.stage());
            }
        }
        return again;
    }

    private KeptJournal journal() {
        return KeptJournal.of(jenkins.getHome().toPath(), JOB);
    }

    private static Long pid(JenkinsRule in) {
        return ProcessHandle.current().pid();
    }

    private static void begin(JenkinsRule in, String namespace) throws Throwable {
        DevClusters.configure(in);
        WorkflowJob job = in.createProject(WorkflowJob.class, JOB);
        DevClusters.giveHelloWithApproval(in.jenkins.getWorkspaceFor(job), namespace);
        job.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.MAX_SURVIVABILITY));
        job.setDefinition(new CpsFlowDefinition("""
                node {
                  def done = kubeRelease().environments
                  echo "released [staging:${done.staging.revision}] [production:${done.production.revision}]"
                }
                """, true));
        job.scheduleBuild2(0).waitForStart();
    }

    private static void beginFrom(JenkinsRule in, String repository) throws Throwable {
        DevClusters.configure(in);
        WorkflowJob job = in.createProject(WorkflowJob.class, JOB);
        job.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
        job.setDefinition(new CpsScmFlowDefinition(new GitSCM(repository), "Jenkinsfile"));
        job.scheduleBuild2(0).waitForStart();
    }

    private static void approve(JenkinsRule in) throws Throwable {
        WorkflowRun run = run(in);
        String release =
                ReleaseControl.installed().orElseThrow().find(run).get(0).id().value();
        try (JenkinsRule.WebClient browser = in.createWebClient()) {
            HtmlPage question = browser.goTo(run.getUrl() + ReleaseAction.URL
                    + "/confirm?what=approve&environment=production&release=" + release);
            HtmlButton yes = question.getFirstByXPath("//form[@name='question']//button[text()='Approve']");
            yes.click();
        }
    }

    private static void endsWell(JenkinsRule in) throws Throwable {
        WorkflowRun run = run(in);
        in.assertBuildStatusSuccess(in.waitForCompletion(run));
        in.assertLogContains("released [staging:1] [production:1]", run);
    }

    private static WorkflowRun run(JenkinsRule in) {
        return in.jenkins.getItemByFullName(JOB, WorkflowJob.class).getLastBuild();
    }
}
