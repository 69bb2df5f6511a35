package io.jenkins.plugins.kuberelease.agent;

import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.WorkspaceList;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place to get the source of a release from when no step has it in its workspace. */
public sealed interface SourcePlace permits FetchedSource, KeptSource {

    /**
     * The place to use now: this one, or another where this one is gone.
     *
     * @throws IOException when it can't be reached now, with a message for people
     * @throws io.kuberelease.model.ReleaseException when no later try can help
     */
    SourcePlace asThingsStand(Run<?, ?> run) throws IOException;

    /** The label of suitable agents; null for any. */
    @Nullable
    Label label();

    /**
     * Locks a directory of the agent until the lease is released, and gets the source into it. Blocks.
     *
     * @throws IOException when that fails, with a message for people
     * @throws io.kuberelease.model.ReleaseException when no later try can help
     */
    WorkspaceList.Lease settle(Computer agent, Run<?, ?> run, TaskListener listener)
            throws IOException, InterruptedException;

    /** The branch that it has instead of the build's own revision. */
    default Optional<String> other() {
        return Optional.empty();
    }

    /** The fields from which {@link #of} makes the same place again. */
    List<String> fields();

    /** Makes a place from its {@link #fields}. */
    static SourcePlace of(List<String> fields) {
        return fields.size() <= 2
                ? FetchedSource.by(fields.get(0), fields.stream().skip(1).findFirst())
                : new KeptSource(fields.get(0), fields.get(1), fields.get(2), fields.get(3));
    }
}
