package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import io.jenkins.plugins.kuberelease.access.AccessProvider;
import io.jenkins.plugins.kuberelease.access.JenkinsAccess;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.jenkins.plugins.kuberelease.ground.Restarts;
import io.jenkins.plugins.kuberelease.ground.StageBreakpoint;
import io.jenkins.plugins.kuberelease.page.ReleaseControl;
import io.kuberelease.app.access.Access;
import io.kuberelease.app.actions.HostedRelease;
import io.kuberelease.journal.ReleaseResult;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Restarts Jenkins while the steps are at work that do a part of a release, or take its bundle further or back. */
class StepRestartIT {
    private static final String JOB = "hello";
    static final String PIPELINE = """
        node {
          def built = kubeBuild()
          echo "tests ${kubeTest(image: built).passed}"
          def chart = kubeChart image: built, version: '1.0.0'
          echo "deployed ${kubeDeploy(environment: 'staging', bundle: chart).revision}"
          writeFile file: 'www/index.html', text: 'second'
          echo "released ${kubeRelease(only: 'staging', version: '1.0.1').environments.staging.revision}"
          def further = kubePromote to: 'production'
          echo "promoted ${further.version} ${further.environments.production.revision}"
          def back = kubeRollback environment: 'staging'
          echo "back to ${back.version} ${back.environments.staging.revision}"
        }
        """;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    private final Restarts restart = new Restarts(sessions, JOB);

    @Test
    void whateverStepIsAtWorkGoesOn() throws Throwable {
        restart.in("build", (jenkins, stageBreakpoint) -> begin(jenkins));
        for (String stage : List.of("test", "bundle", "staging.deploy")) {
            restart.in(stage);
        }
        for (String stage : List.of(StageBreakpoint.PLANNING, "production.deploy", "production.record")) {
            restart.in(stage);
        }
        for (String stage : List.of(StageBreakpoint.PLANNING, "staging.deploy", "staging.record")) {
            restart.in(stage);
        }

        sessions.then(this::endsWell);

        assertThat(DevClusters.revisions("staging", namespace.name())).isEqualTo(3);
        assertThat(DevClusters.revisions("production", namespace.name())).isEqualTo(1);
    }

    private void begin(JenkinsRule jenkins) throws Exception {
        DevClusters.configure(jenkins);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, JOB);
        DevClusters.giveHelloWithProduction(jenkins.jenkins.getWorkspaceFor(job), namespace.name());
        job.setDefinition(new CpsFlowDefinition(PIPELINE, true));
        job.scheduleBuild2(0).waitForStart();
    }

    private void endsWell(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(restart.run(jenkins)));
        for (String words : List.of("tests 2", "deployed 1", "released 2", "promoted 1.0.1 1", "back to 1.0.0 3")) {
            jenkins.assertLogContains(words, run);
        }
        List<HostedRelease> releases =
                ReleaseControl.installed().orElseThrow().releases().find(run);
        assertThat(releases)
                .hasSize(7)
                .allSatisfy(release -> assertThat(release.state().result()).contains(ReleaseResult.SUCCEEDED));
    }

    /** Keeps the releases where Jenkins is to end. */
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
