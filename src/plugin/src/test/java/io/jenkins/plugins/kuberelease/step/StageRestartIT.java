package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import io.jenkins.plugins.kuberelease.access.AccessProvider;
import io.jenkins.plugins.kuberelease.access.JenkinsAccess;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.KeptJournal;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.jenkins.plugins.kuberelease.ground.ReleasePage;
import io.jenkins.plugins.kuberelease.ground.Restarts;
import io.jenkins.plugins.kuberelease.ground.StageBreakpoint;
import io.kuberelease.app.access.Access;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.StageId;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/**
 * Restarts Jenkins at every boundary between stages of one release to staging and production, also of those that are over
 * in no time: what is written last is that the stage has begun, and nothing of it is done yet.
 */
class StageRestartIT {
    private static final String JOB = "hello";
    private static final StageId APPROVAL = new StageId("production.approval");

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    private final Restarts restart = new Restarts(sessions, JOB);

    @Test
    void aReleaseGoesOnInWhateverStageJenkinsIsRestarted() throws Throwable {
        restart.in("build", (jenkins, stageBreakpoint) -> begin(jenkins));
        for (String stage : List.of("datastores", "chart", "tested", "test", "tidy", "bundle", "publish")) {
            restart.in(stage);
        }
        for (String stage : List.of("compare", "lock", "deploy", "verify", "record", "unlock")) {
            restart.in("staging." + stage);
        }
        restart.in("production.compare");
        sessions.then(jenkins -> restart.journal()
                .await("it waits", state -> state.stage(APPROVAL).isWaiting()));
        restart.in("production.lock", this::approve);
        for (String stage : List.of("deploy", "verify", "record", "unlock")) {
            restart.in("production." + stage);
        }

        sessions.then(this::endsWell);

        KeptJournal journal = restart.journal();
        assertThat(journal.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(journal.begunAgain())
                .as("stages that were done and began again")
                .isEmpty();
        assertThat(DevClusters.revisions("staging", namespace.name())).isEqualTo(1);
        assertThat(DevClusters.revisions("production", namespace.name())).isEqualTo(1);
    }

    private void begin(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, JOB);
        DevClusters.giveHelloWithApproval(jenkins.jenkins.getWorkspaceFor(job), namespace.name());
        job.setDefinition(new CpsFlowDefinition("""
            node {
              def done = kubeRelease().environments
              echo "released [staging:${done.staging.revision}] [production:${done.production.revision}]"
            }
            """, true));
        job.scheduleBuild2(0).waitForStart();
    }

    private void approve(JenkinsRule jenkins, StageBreakpoint stageBreakpoint) throws Exception {
        restart.journal().awaitTakenUp(stageBreakpoint.since());
        ReleasePage.approve(jenkins, restart.run(jenkins), "production");
    }

    private void endsWell(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(restart.run(jenkins)));
        jenkins.assertLogContains("released [staging:1] [production:1]", run);
    }

    /** Keeps the release where Jenkins is to end. */
    @TestExtension
    public static final class Stopping implements AccessProvider {
        @Override
        public Access of(Run<?, ?> run) {
            return StageBreakpoint.access(run);
        }

        @Override
        public Access ofProject(String project) {
            return new JenkinsAccess().ofProject(project);
        }
    }
}
