package io.jenkins.plugins.kuberelease.agent;

import hudson.Extension;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.queue.QueueListener;
import hudson.security.ACL;
import hudson.slaves.WorkspaceList;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import jenkins.model.NodeListener;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * A task in Jenkins' queue that occupies an executor; not kept over a restart, since the release then queues another
 * one.
 */
public final class AgentTask implements Queue.TransientTask {
    private final Run<?, ?> run;
    private final SourcePlace place;
    private final TaskListener listener;
    private final CompletableFuture<FilePath> workspace = new CompletableFuture<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private @Nullable Executor executor;

    AgentTask(Run<?, ?> run, SourcePlace place, TaskListener listener) {
        this.run = run;
        this.place = place;
        this.listener = listener;
    }

    /**
     * Completes with the directory of the source; exceptionally when it can't be had or nobody waits for it any more.
     */
    CompletableFuture<FilePath> workspace() {
        return workspace;
    }

    boolean isOver() {
        return left.getCount() == 0 || workspace.isCompletedExceptionally();
    }

    void leave() {
        left.countDown();
        giveUp(new InterruptedException("left before the source was there"));
    }

    /** Ends the wait for the source; does nothing when the source is there. */
    void stopWaiting() {
        giveUp(new CancellationException("nobody waits for the source any more"));
    }

    /** Called once the task is queued: takes it out again if it was given up meanwhile. */
    void queued() {
        if (isOver()) {
            Queue.getInstance().cancel(this);
        }
    }

    /** Called when somebody cancelled the task in the queue. */
    void cancelled() {
        workspace.completeExceptionally(new IOException("the wait for an agent was cancelled in the queue"));
    }

    /** Called when the agent that has the source was removed. */
    void lose(Node agent) {
        giveUp(new IOException("agent " + agent.getDisplayName() + " was removed"));
    }

    /**
     * Keeps the executor that runs the task, to interrupt it when the task is given up; throws when it was given up
     * already.
     */
    synchronized void arrived(Executor here) throws InterruptedException {
        if (isOver()) {
            throw new InterruptedException("nobody waits for the source any more");
        }
        executor = here;
    }

    private void giveUp(Exception why) {
        if (workspace.completeExceptionally(why)) {
            Queue.getInstance().cancel(this);
            interrupt();
        }
    }

    private synchronized void interrupt() {
        if (executor != null) {
            executor.interrupt();
        }
    }

    void awaitLeaving() throws InterruptedException {
        left.await();
    }

    Run<?, ?> run() {
        return run;
    }

    SourcePlace place() {
        return place;
    }

    TaskListener listener() {
        return listener;
    }

    @Override
    public Queue.Executable createExecutable() {
        return new AgentExecutable(this);
    }

    @Override
    public Queue.Task getOwnerTask() {
        return run.getParent() instanceof Queue.Task job ? job.getOwnerTask() : this;
    }

    @Override
    public Authentication getDefaultAuthentication2() {
        return ACL.SYSTEM2;
    }

    @Override
    public @Nullable Label getAssignedLabel() {
        return place.label();
    }

    @Override
    public String getName() {
        return "kube-release";
    }

    @Override
    public String getDisplayName() {
        return "Release source of " + run.getFullDisplayName();
    }

    @Override
    public String getFullDisplayName() {
        return getDisplayName();
    }

    @Override
    public String getUrl() {
        return run.getUrl();
    }

    @Override
    public void checkAbortPermission() {
        run.getParent().checkPermission(Item.CANCEL);
    }

    @Override
    public boolean hasAbortPermission() {
        return run.getParent().hasPermission(Item.CANCEL);
    }

    /** Runs on the executor: gets the source, and stays until told to leave. */
    private static final class AgentExecutable implements Queue.Executable {
        private final AgentTask task;

        AgentExecutable(AgentTask task) {
            this.task = task;
        }

        @Override
        public AgentTask getParent() {
            return task;
        }

        @Override
        public long getEstimatedDuration() {
            return -1;
        }

        @Override
        public void run() {
            Computer computer = Objects.requireNonNull(Computer.currentComputer(), "an executor has a computer");
            try (WorkspaceList.Lease lease = settled(computer)) {
                task.workspace().complete(lease.path);
                task.awaitLeaving();
            } catch (InterruptedException e) {
                task.workspace()
                        .completeExceptionally(new IOException("the visit of " + computer.getName() + " was ended"));
                task.leave();
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException e) {
                task.workspace().completeExceptionally(e);
            }
        }

        private WorkspaceList.Lease settled(Computer computer) throws IOException, InterruptedException {
            task.arrived(Objects.requireNonNull(Executor.currentExecutor(), "an executable has an executor"));
            return task.place().settle(computer, task.run(), task.listener());
        }
    }

    /** Ends the wait for an agent when a person cancels the task in Jenkins' queue. */
    @Extension
    public static final class Cancelled extends QueueListener {
        @Override
        public void onLeft(Queue.LeftItem item) {
            if (item.isCancelled() && item.task instanceof AgentTask task) {
                task.cancelled();
            }
        }
    }

    /**
     * Ends the wait for an agent that was removed, for example a pod made for one build, so that another place is
     * found.
     */
    @Extension
    public static final class AgentRemoved extends NodeListener {
        @Override
        protected void onDeleted(Node node) {
            Queue.getInstance().getUnblockedItems().stream()
                    .map(item -> item.task)
                    .filter(AgentTask.class::isInstance)
                    .map(AgentTask.class::cast)
                    .filter(task -> task.place() instanceof KeptSource kept
                            && kept.agent().equals(node.getNodeName()))
                    .forEach(task -> task.lose(node));
        }
    }
}
