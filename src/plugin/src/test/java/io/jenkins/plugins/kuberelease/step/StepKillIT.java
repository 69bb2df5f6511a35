package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.Kills;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Kills Jenkins while a piece, a promotion and a rollback are at work, in a pipeline that is not written down atomically. */
class StepKillIT {
    private static final String JOB = "hello";

    @RegisterExtension
    private final RealJenkinsExtension jenkins =
            new RealJenkinsExtension().javaOptions("-Xmx768m").withTimeout(0);

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    private final Kills kill = new Kills(jenkins, JOB);

    @Test
    void whateverStepIsAtWorkGoesOn() throws Throwable {
        kill.start();
        jenkins.runRemotely(StepKillIT::begin, namespace.name());
        kill.in("staging.deploy");
        kill.in("production.deploy");
        kill.in("staging.deploy");

        jenkins.runRemotely(StepKillIT::endsWell);

        assertThat(DevClusters.revisions("staging", namespace.name())).isEqualTo(3);
        assertThat(DevClusters.revisions("production", namespace.name())).isEqualTo(1);
    }

    private static void begin(JenkinsRule in, String namespace) throws Throwable {
        DevClusters.configure(in);
        WorkflowJob job = in.createProject(WorkflowJob.class, JOB);
        DevClusters.giveHelloWithProduction(in.jenkins.getWorkspaceFor(job), namespace);
        job.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.SURVIVABLE_NONATOMIC));
        job.setDefinition(new CpsFlowDefinition(StepRestartIT.PIPELINE, true));
        job.scheduleBuild2(0).waitForStart();
    }

    private static void endsWell(JenkinsRule in) throws Throwable {
        WorkflowRun run = in.jenkins.getItemByFullName(JOB, WorkflowJob.class).getLastBuild();
        in.assertBuildStatusSuccess(in.waitForCompletion(run));
        in.assertLogContains("deployed 1", run);
        in.assertLogContains("promoted 1.0.1 1", run);
        in.assertLogContains("back to 1.0.0 3", run);
    }
}
