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
import io.jenkins.plugins.kuberelease.access.Trust;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The job's source, checked out on an agent.
 *
 * @param expression label expression of suitable agents; null for any
 * @param other the branch to fetch instead of the build's own revision
 */
public record FetchedSource(@Nullable String expression, Optional<String> other) implements SourcePlace {
    /** The build's own revision. */
    public FetchedSource(@Nullable String expression) {
        this(expression, Optional.empty());
    }

    /**
     * The source on an agent with this label expression; blank for any agent.
     *
     * @param other the branch to fetch instead of the build's own revision
     */
    static FetchedSource by(String expression, Optional<String> other) {
        return new FetchedSource(Util.fixEmptyAndTrim(expression), other);
    }

    /** Whether the build's job has a source that can be checked out. */
    public static boolean isNamedBy(Run<?, ?> run) {
        return new JobSource(run, Optional.empty()).isNamed();
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
            if (new Trust(run).isStranger()) {
                // What an earlier revision left behind must not get into what a person wants of this one.
                lease.path.deleteContents();
            }
            new JobSource(run, other).checkOut(lease.path, node.createLauncher(listener), listener);
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
        String label = Objects.requireNonNullElse(expression, "");
        return other.map(branch -> List.of(label, branch)).orElseGet(() -> List.of(label));
    }
}
