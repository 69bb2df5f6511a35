package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.Kills;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.jenkins.plugins.kuberelease.ground.ReleasePage;
import io.jenkins.plugins.kuberelease.ground.SourceRepository;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.StageId;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Kills Jenkins in one stage of a release after the other, and looks that it ends as if nothing had been. */
class KillIT {
    private static final String JOB = "hello";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .javaOptions("-Xmx768m", "-D" + GitSCM.class.getName() + ".ALLOW_LOCAL_CHECKOUT=true")
            .withTimeout(0);

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    private final Kills kill = new Kills(jenkins, JOB);

    @Test
    void aBuildGoesOnWhereItWasHoweverOftenJenkinsIsKilled() throws Throwable {
        kill.start();
        jenkins.runRemotely(KillIT::begin, namespace.name());
        for (String stage : List.of("datastores", "build", "test", "bundle", "staging.lock", "staging.deploy")) {
            kill.in(stage);
        }
        killOnceHelmHasBegun("staging");
        kill.in("staging.verify");
        kill.in("staging.record");
        killInWait("production.approval");
        jenkins.runRemotely(KillIT::approve);
        kill.in("production.deploy");
        killOnceHelmHasBegun("production");

        jenkins.runRemotely(KillIT::endsWell);

        wasDoneOnce();
    }

    /** Such a pipeline is not written down as it goes, and can't be gone on with: the build ends, the release does not. */
    @Test
    void aReleaseGoesOnWithoutABuildOfOptimisedPerformance(@TempDir Path repository) throws Throwable {
        DevClusters.giveHelloWithApproval(new FilePath(repository.toFile()), namespace.name());
        SourceRepository.of(repository, "kubeRelease()");
        kill.start();
        jenkins.runRemotely(KillIT::beginFrom, repository.toString());
        kill.in("build");
        kill.in("staging.deploy");
        killInWait("production.approval");
        jenkins.runRemotely(KillIT::approve);
        kill.in("production.deploy");

        kill.journal().await("the release is over", state -> state.result().isPresent());

        wasDoneOnce();
    }

    /** What it was told to install is in the cluster in part. */
    private void killOnceHelmHasBegun(String environment) throws Throwable {
        kill.journal().awaitStarted(environment + ".deploy");
        DevClusters.awaitRevision(environment, namespace.name());
        kill.now();
    }

    private void killInWait(String stage) throws Throwable {
        StageId id = new StageId(stage);
        kill.journal().await(stage + " waits", state -> state.stage(id).isWaiting());
        kill.now();
    }

    private void wasDoneOnce() throws Exception {
        assertThat(kill.journal().state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(kill.journal().begunAgain())
                .as("stages that were done and began again")
                .isEmpty();
        assertThat(DevClusters.revisions("staging", namespace.name())).isEqualTo(1);
        assertThat(DevClusters.revisions("production", namespace.name())).isEqualTo(1);
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
        ReleasePage.approve(in, run(in), "production");
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
