package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Node;
import hudson.slaves.DumbSlave;
import hudson.slaves.RetentionStrategy;
import io.jenkins.plugins.kuberelease.ground.BlockableProxy;
import io.jenkins.plugins.kuberelease.ground.DevClusters;
import io.jenkins.plugins.kuberelease.ground.KeptJournal;
import io.jenkins.plugins.kuberelease.ground.OwnNamespace;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.StageOutcome;
import java.util.Objects;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Stops Jenkins in the middle of a release, starts it again, and looks that the release ends as if nothing had been. */
class RestartIT {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @RegisterExtension
    private final OwnNamespace namespace = new OwnNamespace();

    @ParameterizedTest
    @EnumSource
    void aPipelineOfAnyDurabilityGoesOn(FlowDurabilityHint durability) throws Throwable {
        sessions.then(jenkins -> {
            DevClusters.configure(jenkins);
            WorkflowRun run = begin(jenkins, jenkins.jenkins, durability);
            KeptJournal.of(run).awaitStarted("staging.deploy");
        });
        sessions.then(RestartIT::endsWell);
    }

    /** An agent is back later than the controller. */
    @Test
    void anImageIsBuiltOnTheAgentOfTheStepAfterJenkinsWasRestarted() throws Throwable {
        sessions.then(jenkins -> {
            DevClusters.configure(jenkins);
            WorkflowRun run = begin(jenkins, agent(jenkins));
            KeptJournal.of(run).awaitStarted("build");
        });
        sessions.then(RestartIT::endsWell);
    }

    /** The journal is in the cluster, and nobody knows without it what was done. */
    @Test
    void aReleaseWaitsForAClusterThatIsAwayWhenJenkinsIsBack() throws Throwable {
        try (BlockableProxy blockableProxy = new BlockableProxy(DevClusters.server("staging"))) {
            sessions.then(jenkins -> {
                DevClusters.configure(jenkins, blockableProxy);
                WorkflowRun run = begin(jenkins, jenkins.jenkins);
                KeptJournal.of(run).awaitStarted("staging.deploy");
            });
            blockableProxy.block();
            sessions.then(jenkins -> {
                jenkins.waitForMessage("the release can't go on yet", last(jenkins));
                blockableProxy.free();
                endsWell(jenkins);
            });
        }
    }

    private Node agent(JenkinsRule jenkins) throws Exception {
        String place = sessions.getHome().toPath().resolve("agent").toString();
        DumbSlave agent = new DumbSlave("agent", place, jenkins.createComputerLauncher(null));
        agent.setRetentionStrategy(RetentionStrategy.NOOP);
        jenkins.jenkins.addNode(agent);
        jenkins.waitOnline(agent);
        return agent;
    }

    private static void endsWell(JenkinsRule jenkins) throws Throwable {
        WorkflowRun run = last(jenkins);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

        jenkins.assertLogContains("released [staging:1]", run);
        KeptJournal journal = KeptJournal.of(run);
        assertThat(journal.state().result()).contains(ReleaseResult.SUCCEEDED);
        assertThat(journal.state().all())
                .allSatisfy(each -> assertThat(each.outcome()).hasValueSatisfying(outcome -> assertThat(outcome)
                        .isInstanceOfAny(StageOutcome.Succeeded.class, StageOutcome.Skipped.class)));
    }

    private static WorkflowRun last(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("hello", WorkflowJob.class).getLastBuild();
    }

    private WorkflowRun begin(JenkinsRule jenkins, Node node) throws Exception {
        return begin(jenkins, node, FlowDurabilityHint.MAX_SURVIVABILITY);
    }

    private WorkflowRun begin(JenkinsRule jenkins, Node node, FlowDurabilityHint durability) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        job.addProperty(new DurabilityHintJobProperty(durability));
        DevClusters.giveHello(Objects.requireNonNull(node.getWorkspaceFor(job)), namespace.name());
        job.setDefinition(new CpsFlowDefinition(
                "node('" + node.getSelfLabel() + "') {\n def done = kubeRelease to: 'staging'\n"
                        + " echo \"released [staging:${done.environments.staging.revision}]\" }",
                true));
        return job.scheduleBuild2(0).waitForStart();
    }
}
