package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.KeptJournal;
import io.jenkins.plugins.kuberelease.ground.LocalRepositories;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.jenkins.plugins.kuberelease.ground.SourceRepository;
import io.jenkins.plugins.kuberelease.page.ReleaseControl;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.StageId;
import io.kuberelease.view.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A release outside of any node is aborted: within seconds, and what it leaves has a name. */
@ExtendWith(LocalRepositories.class)
@WithJenkins
class AbortIT {
    private static final Duration ABORT = Duration.ofSeconds(5);

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    @TempDir
    private Path repository;

    @Test
    void whileItDeploysTheEnvironmentIsSaidToBeStoppedAndHelmIsNotPending(JenkinsRule jenkins) throws Exception {
        DevClusters.giveHello(new FilePath(repository.toFile()), namespace.name());
        new FilePath(repository.toFile()).child("start.sh").write("echo 'never ready'\nexec sleep 600\n", "UTF-8");
        WorkflowRun run = begin(jenkins);
        KeptJournal journal = KeptJournal.of(run);
        DevClusters.awaitRevision("staging", namespace.name());

        abort(jenkins, run);

        journal.await("the release is over", state -> state.result().isPresent());
        assertThat(journal.state().result()).contains(ReleaseResult.ABORTED);
        HostedRelease left =
                ReleaseControl.installed().orElseThrow().releases().find(run).get(0);
        assertThat(left.data().environments()).singleElement().satisfies(staging -> {
            assertThat(staging.phase()).isEqualTo(Phase.STOPPED);
        });
        assertThat(left.data().remarks())
                .anyMatch(remark -> remark.startsWith("staging: revision 1 of hello is applied"));
        // Whichever Helm had come to; pending would stand in the way of the next release.
        assertThat(DevClusters.helmStatus("staging", namespace.name())).isIn("deployed", "failed");
    }

    @Test
    void whileItWaitsForAPersonNoExecutorWasHeldAndNothingIsDeployed(JenkinsRule jenkins) throws Exception {
        DevClusters.giveHelloWithApproval(new FilePath(repository.toFile()), namespace.name());
        WorkflowRun run = begin(jenkins);
        KeptJournal journal = KeptJournal.of(run);
        StageId approval = new StageId("production.approval");
        journal.await(
                "production waits for a person", state -> state.stage(approval).isWaiting());
        assertThat(Arrays.stream(jenkins.jenkins.getComputers()).mapToInt(Computer::countBusy))
                .as("busy executors")
                .containsOnly(0);

        abort(jenkins, run);

        journal.await("the release is over", state -> state.result().isPresent());
        assertThat(journal.state().result()).contains(ReleaseResult.ABORTED);
        assertThat(DevClusters.revisions("staging", namespace.name())).isEqualTo(1);
        assertThat(DevClusters.revisions("production", namespace.name())).isZero();
    }

    private static void abort(JenkinsRule jenkins, WorkflowRun run) throws Exception {
        Instant asked = Instant.now();
        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(Duration.between(asked, Instant.now())).isLessThan(ABORT);
    }

    private WorkflowRun begin(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        SourceRepository.of(repository, "kubeRelease()");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        job.setDefinition(new CpsScmFlowDefinition(new GitSCM(repository.toString()), "Jenkinsfile"));
        return job.scheduleBuild2(0).waitForStart();
    }
}
