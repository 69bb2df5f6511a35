package io.jenkins.plugins.kuberelease.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.FilePath;
import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.plugins.git.GitSCM;
import hudson.slaves.DumbSlave;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.kuberelease.ground.Await;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What becomes of the source of a step that stood in a node, once the pipeline is lost. */
@WithJenkins
class KeptSourceTest {
    private static final Duration ANY_STAGE = Duration.ofHours(12);
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void isInTheSameWorkspaceOfTheSameAgent(JenkinsRule jenkins) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        Run<?, ?> run = run(jenkins, inline());
        FilePath workspace = agent.getWorkspaceFor((WorkflowJob) run.getParent());
        workspace.child("Dockerfile").write("FROM scratch", "UTF-8");
        SourcePlace kept = KeptSource.of(workspace, workspace.getRemote(), null).orElseThrow();

        AgentAllocation visit = new AgentAllocation(run, SourcePlace.of(kept.fields()), TaskListener.NULL);
        FilePath found = visit.open(Cancellation.NEVER);

        assertThat(found).isEqualTo(workspace);
        assertThat(found.toComputer()).isEqualTo(agent.toComputer());
        assertThat(agent.toComputer().countBusy()).isEqualTo(1);
        visit.leave();
        jenkins.waitUntilNoActivity();
    }

    @Test
    void isLostWithItsAgent(JenkinsRule jenkins) throws Exception {
        AgentAllocation visit = new AgentAllocation(
                run(jenkins, inline()), new KeptSource("pod-1", "/workspace", "", ""), TaskListener.NULL);

        assertThatThrownBy(() -> visit.open(Cancellation.NEVER))
                .isInstanceOfSatisfying(ReleaseException.Errored.class, KeptSourceTest::saysWhatToDo)
                .hasMessage("the source of the image can't be had again: agent pod-1, which had it, is gone");
    }

    @Test
    void isLostWithItsWorkspace(JenkinsRule jenkins) throws Exception {
        AgentAllocation visit = new AgentAllocation(
                run(jenkins, inline()), new KeptSource("", "/is/no/more", "", ""), TaskListener.NULL);

        assertThatThrownBy(() -> visit.open(Cancellation.NEVER))
                .isInstanceOfSatisfying(ReleaseException.Errored.class, KeptSourceTest::saysWhatToDo)
                .hasMessageContaining("workspace /is/no/more of ");
        jenkins.waitUntilNoActivity();
    }

    private static void saysWhatToDo(ReleaseException.Errored lost) {
        assertThat(lost.reason().suggestion())
                .hasValueSatisfying(fix -> assertThat(fix).startsWith("start a new build"));
        assertThat(lost.retryAfter()).as("no other try is made").isGreaterThan(ANY_STAGE);
    }

    @Test
    void isFetchedFromTheJobsRepositoryWhenItsAgentIsGone(JenkinsRule jenkins) throws Exception {
        Run<?, ?> run = run(jenkins, new CpsScmFlowDefinition(new GitSCM("/no/repository"), "Jenkinsfile"));

        assertThat(new KeptSource("pod-1", "/workspace", "", "linux && docker").asThingsStand(run))
                .isEqualTo(new FetchedSource("linux && docker"));
    }

    @Test
    void isFetchedOnAgentsWithTheLabelsOfTheOneThatIsGone(JenkinsRule jenkins) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(Label.parseExpression("docker"));
        FilePath workspace = agent.createPath("/workspace");

        assertThat(KeptSource.of(workspace, "/workspace", null))
                .contains(new KeptSource(agent.getNodeName(), "/workspace", "", "docker"));
        assertThat(KeptSource.of(workspace, "/workspace", "linux"))
                .contains(new KeptSource(agent.getNodeName(), "/workspace", "", "linux"));
    }

    @Test
    void keepsOtherBuildsOutOfTheWholeWorkspace(JenkinsRule jenkins) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        Run<?, ?> run = run(jenkins, inline());
        FilePath workspace = agent.getWorkspaceFor((WorkflowJob) run.getParent());
        workspace.child("apps/polls").mkdirs();
        SourcePlace kept = KeptSource.of(workspace.child("apps/polls"), workspace.getRemote(), null)
                .orElseThrow();
        AgentAllocation visit = new AgentAllocation(run, kept, TaskListener.NULL);

        assertThat(visit.open(Cancellation.NEVER)).isEqualTo(workspace.child("apps/polls"));

        try (WorkspaceList.Lease other = agent.toComputer().getWorkspaceList().allocate(workspace)) {
            assertThat(other.path).isNotEqualTo(workspace);
        }
        visit.leave();
        jenkins.waitUntilNoActivity();
    }

    @Test
    void isWaitedForByNobodyOnceItsAgentIsRemoved(JenkinsRule jenkins) throws Exception {
        DumbSlave agent = jenkins.createSlave();
        agent.toComputer().setTemporarilyOffline(true, null);
        SourcePlace kept = new KeptSource(agent.getNodeName(), "/workspace", "", "");
        AgentAllocation visit = new AgentAllocation(run(jenkins, inline()), kept, TaskListener.NULL);
        CompletableFuture<FilePath> opened = CompletableFuture.supplyAsync(() -> open(visit));
        Await.until("a visit is in the queue", SOON, () -> !Queue.getInstance()
                .getUnblockedItems()
                .isEmpty());

        jenkins.jenkins.removeNode(agent);

        assertThat(opened).failsWithin(SOON).withThrowableThat().withMessageContaining("was removed");
    }

    @Test
    void holdsNoExecutorOnceItIsLeftWhileAnotherBuildHasTheWorkspace(JenkinsRule jenkins) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        FilePath workspace = agent.createPath("/workspace");
        AgentAllocation visit = new AgentAllocation(
                run(jenkins, inline()),
                KeptSource.of(workspace, "/workspace", null).orElseThrow(),
                TaskListener.NULL);
        try (WorkspaceList.Lease other = agent.toComputer().getWorkspaceList().acquire(workspace)) {
            Thread waiting = new Thread(() -> open(visit));
            waiting.start();
            Await.until(
                    "the visit has an executor", SOON, () -> agent.toComputer().countBusy() == 1);

            waiting.interrupt();

            Await.until("the executor is free", SOON, () -> agent.toComputer().countBusy() == 0);
            assertThat(other.path).isEqualTo(workspace);
        }
    }

    private static FilePath open(AgentAllocation visit) {
        try {
            return visit.open(Cancellation.NEVER);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FlowDefinition inline() throws Exception {
        return new CpsFlowDefinition("echo 'inline'", true);
    }

    private static Run<?, ?> run(JenkinsRule jenkins, FlowDefinition definition) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "polls");
        job.setDefinition(definition);
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }
}
