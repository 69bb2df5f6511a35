package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.Job;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TopLevelItem;
import hudson.scm.SCM;
import hudson.slaves.WorkspaceList;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import jenkins.triggers.SCMTriggerItem;

/** Has an executor: checks the job's source out, and stays until told to leave. */
final class Visit implements Queue.Executable {
    private final VisitTask task;

    Visit(VisitTask task) {
        this.task = task;
    }

    @Override
    public VisitTask getParent() {
        return task;
    }

    @Override
    public long getEstimatedDuration() {
        return -1;
    }

    @Override
    public void run() {
        Computer computer = Objects.requireNonNull(Computer.currentComputer(), "an executor has a computer");
        try (WorkspaceList.Lease lease = computer.getWorkspaceList().allocate(place(computer))) {
            checkOut(lease.path, Objects.requireNonNull(computer.getNode()));
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

    private FilePath place(Computer computer) throws IOException {
        Job<?, ?> job = task.run().getParent();
        Node node = computer.getNode();
        FilePath workspace = node == null || !(job instanceof TopLevelItem item) ? null : node.getWorkspaceFor(item);
        if (workspace == null) {
            throw new IOException("agent " + computer.getName() + " has no workspace for " + job.getFullDisplayName());
        }
        return workspace;
    }

    private void checkOut(FilePath workspace, Node node) throws IOException, InterruptedException {
        Launcher launcher = node.createLauncher(task.listener());
        for (SCM scm : sources()) {
            scm.checkout(task.run(), launcher, workspace, task.listener(), null, null);
        }
    }

    private Collection<? extends SCM> sources() throws IOException {
        Collection<? extends SCM> sources = sources(task.run());
        if (sources.isEmpty()) {
            throw new IOException("the job names no source that kubeRelease could check out; perhaps its script is"
                    + " written in its configuration: put the step into node { checkout …; kubeRelease() }");
        }
        return sources;
    }

    static Collection<? extends SCM> sources(Run<?, ?> run) {
        SCMTriggerItem item = SCMTriggerItem.SCMTriggerItems.asSCMTriggerItem(run.getParent());
        return item == null ? List.of() : item.getSCMs();
    }
}
