package io.jenkins.plugins.kuberelease.agent;

import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Queue;
import hudson.slaves.WorkspaceList;
import java.io.IOException;
import java.util.Objects;

/** Has an executor: goes where the source is got, and stays until told to leave. */
final class AgentExecutable implements Queue.Executable {
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
