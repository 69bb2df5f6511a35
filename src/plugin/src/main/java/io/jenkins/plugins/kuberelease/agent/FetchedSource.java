package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Job;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.TopLevelItem;
import hudson.slaves.WorkspaceList;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The job's source, checked out on an agent.
 *
 * @param expression label expression of suitable agents; null for any
 */
public record FetchedSource(@Nullable String expression) implements SourcePlace {
    /** The source on an agent with this label expression; blank for any agent. */
    static FetchedSource by(String expression) {
        return new FetchedSource(Util.fixEmptyAndTrim(expression));
    }

    /** Whether the build's job has a source that can be checked out. */
    public static boolean isNamedBy(Run<?, ?> run) {
        return new JobSource(run).isNamed();
    }

    @Override
    public SourcePlace asThingsStand(Run<?, ?> run) throws IOException {
        if (!isNamedBy(run)) {
            throw new IOException("the job names no source that kubeRelease could check out; perhaps its script is"
                    + " written in its configuration: put the step into node { checkout …; kubeRelease() }");
        }
        return this;
    }

    @Override
    public @Nullable Label label() {
        return expression == null ? null : Label.get(expression);
    }

    @Override
    public WorkspaceList.Lease settle(Computer agent, Run<?, ?> run, TaskListener listener)
            throws IOException, InterruptedException {
        Node node = Objects.requireNonNull(agent.getNode(), "an executor's agent is there");
        WorkspaceList.Lease lease = agent.getWorkspaceList().allocate(directory(node, run.getParent()));
        boolean there = false;
        try {
            new JobSource(run).checkOut(lease.path, node.createLauncher(listener), listener);
            there = true;
            return lease;
        } finally {
            if (!there) {
                lease.release();
            }
        }
    }

    private static FilePath directory(Node node, Job<?, ?> job) throws IOException {
        FilePath workspace = job instanceof TopLevelItem item ? node.getWorkspaceFor(item) : null;
        if (workspace == null) {
            throw new IOException(
                    "agent " + node.getDisplayName() + " has no workspace for " + job.getFullDisplayName());
        }
        return workspace;
    }

    @Override
    public List<String> fields() {
        return List.of(Objects.requireNonNullElse(expression, ""));
    }
}
