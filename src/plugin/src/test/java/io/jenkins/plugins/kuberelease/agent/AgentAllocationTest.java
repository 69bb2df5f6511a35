package io.jenkins.plugins.kuberelease.agent;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Queue;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.ground.Await;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A visit that waits for an agent that never comes. */
@WithJenkins
class AgentAllocationTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void endsWhenItIsLeftAndKeepsNobodyWaitingForThat(JenkinsRule jenkins) throws Exception {
        AgentAllocation visit = visit(jenkins);
        CompletableFuture<FilePath> opened = opened(visit, Cancellation.NEVER);

        assertThat(CompletableFuture.runAsync(visit::leave)).succeedsWithin(SOON);

        assertThat(opened).failsWithin(SOON);
        assertThat(Queue.getInstance().isEmpty()).isTrue();
    }

    @Test
    void endsWhenItIsNotWantedAnyMore(JenkinsRule jenkins) throws Exception {
        Switch cancellation = new Switch();
        CompletableFuture<FilePath> opened = opened(visit(jenkins), cancellation);

        cancellation.action.run();

        assertThat(opened).failsWithin(SOON).withThrowableOfType(CancellationException.class);
        assertThat(Queue.getInstance().isEmpty()).isTrue();
    }

    @Test
    void endsWhenAPersonTakesItOutOfTheQueue(JenkinsRule jenkins) throws Exception {
        CompletableFuture<FilePath> opened = opened(visit(jenkins), Cancellation.NEVER);

        Queue.getInstance().cancel(Queue.getInstance().getUnblockedItems().get(0));

        assertThat(opened).failsWithin(SOON).withThrowableThat().withMessageContaining("cancelled in the queue");
    }

    private static AgentAllocation visit(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "polls");
        job.setDefinition(new CpsFlowDefinition("echo 'inline'", true));
        WorkflowRun run = jenkins.buildAndAssertSuccess(job);
        String nobody = jenkins.createSlave().getNodeName();
        jenkins.jenkins.getComputer(nobody).setTemporarilyOffline(true, null);
        return new AgentAllocation(run, new KeptSource(nobody, "/workspace", "", ""), TaskListener.NULL);
    }

    /** In the queue already. */
    private static CompletableFuture<FilePath> opened(AgentAllocation visit, Cancellation cancellation)
            throws InterruptedException {
        CompletableFuture<FilePath> opened = new CompletableFuture<>();
        new Thread(() -> open(visit, cancellation, opened)).start();
        Await.until("a visit is in the queue", SOON, () -> !Queue.getInstance()
                .getUnblockedItems()
                .isEmpty());
        return opened;
    }

    private static void open(AgentAllocation visit, Cancellation cancellation, CompletableFuture<FilePath> opened) {
        try {
            opened.complete(visit.open(cancellation));
        } catch (IOException | InterruptedException | RuntimeException e) {
            opened.completeExceptionally(e);
        }
    }

    /** Remembers what is to be done. */
    private static final class Switch implements Cancellation {
        private volatile Runnable action = () -> {};

        @Override
        public boolean requested() {
            return false;
        }

        @Override
        public void whenRequested(Runnable wanted) {
            action = wanted;
        }
    }
}
