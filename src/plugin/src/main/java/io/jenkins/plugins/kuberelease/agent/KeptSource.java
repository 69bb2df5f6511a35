package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.WorkspaceList;
import io.kuberelease.app.remote.LostSource;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/**
 * The workspace of a step whose pipeline was lost. Another build may have changed it, so the source there must be
 * compared with that of the release.
 *
 * @param agent the agent's name; empty for the controller's own node
 * @param workspace the path on the agent that is locked for the release
 * @param below the source's directory in the workspace; empty for the workspace itself
 * @param others label expression of agents to use when this one is gone; blank for any
 */
public record KeptSource(String agent, String workspace, String below, String others) implements SourcePlace {
    /**
     * The workspace of a running step; absent when its agent is just going away.
     *
     * @param workspace the path of the workspace around it
     * @param expression label expression of other agents to use; null for those with all labels of this one
     */
    public static Optional<SourcePlace> of(FilePath place, String workspace, @Nullable String expression) {
        String path = place.getRemote();
        boolean inside = path.startsWith(workspace + "/") || path.startsWith(workspace + "\\");
        return Optional.ofNullable(place.toComputer())
                .map(computer -> new KeptSource(
                        computer.getName(),
                        inside ? workspace : path,
                        inside ? path.substring(workspace.length() + 1) : "",
                        Objects.requireNonNullElseGet(expression, () -> labels(computer))));
    }

    private static String labels(Computer computer) {
        Node node = computer.getNode();
        return node == null
                ? ""
                : node.getAssignedLabels().stream()
                        .filter(label -> !label.equals(node.getSelfLabel()))
                        .map(Label::getExpression)
                        .sorted()
                        .collect(Collectors.joining(" && "));
    }

    /** The workspace, or the job's source when the agent is gone, as agents made for one build are. */
    @Override
    public SourcePlace asThingsStand(Run<?, ?> run) {
        if (node().isPresent()) {
            return this;
        }
        if (FetchedSource.isNamedBy(run)) {
            return FetchedSource.by(others, Optional.empty());
        }
        throw gone("agent " + agent);
    }

    @Override
    public @Nullable Label label() {
        return node().map(Node::getSelfLabel).orElseGet(() -> Jenkins.get().getLabelAtom(agent));
    }

    /** Locks the workspace; if it was cleaned meanwhile, the job's source is checked out again where it has one. */
    @Override
    public WorkspaceList.Lease settle(Computer computer, Run<?, ?> run, TaskListener listener)
            throws IOException, InterruptedException {
        FilePath place = node().map(node -> node.createPath(workspace))
                .orElseThrow(() -> new IOException("agent " + computer.getDisplayName() + " is gone or offline"));
        WorkspaceList.Lease lease = computer.getWorkspaceList().acquire(place);
        boolean there = false;
        try {
            there = place.child(below).isDirectory();
        } finally {
            if (!there) {
                lease.release();
            }
        }
        if (there) {
            return WorkspaceList.Lease.createLinkedDummyLease(place.child(below), lease);
        }
        if (FetchedSource.isNamedBy(run)) {
            return FetchedSource.by(others, Optional.empty()).settle(computer, run, listener);
        }
        throw gone("workspace " + workspace + " of " + computer.getDisplayName());
    }

    private static ReleaseException gone(String place) {
        return LostSource.because(
                place + ", which had it, is gone",
                "start a new build; outside of node, in a job that takes its script from the repository, kubeRelease"
                        + " fetches the source again by itself");
    }

    private Optional<Node> node() {
        return Optional.ofNullable(
                agent.isEmpty() ? Jenkins.get() : Jenkins.get().getNode(agent));
    }

    @Override
    public List<String> fields() {
        return List.of(agent, workspace, below, others);
    }
}
