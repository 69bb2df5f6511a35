package io.jenkins.plugins.kuberelease.agent;

import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.WorkspaceList;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the source of a release is got when there is no step, or no longer one, that stands beside it. */
public sealed interface SourcePlace permits FetchedSource, KeptSource {

    /**
     * Where it is got as things stand.
     *
     * @throws IOException when there is no way to it, in words for people
     * @throws io.kuberelease.model.ReleaseException when there never will be one
     */
    SourcePlace asThingsStand(Run<?, ?> run) throws IOException;

    /** Which agents will do; null for any. */
    @Nullable
    Label label();

    /**
     * Takes a directory of the agent for as long as the lease lasts, and sees to it that the source is there. Blocks.
     *
     * @throws IOException when it can't be had, in words for people
     * @throws io.kuberelease.model.ReleaseException when it never will be
     */
    WorkspaceList.Lease settle(Computer agent, Run<?, ?> run, TaskListener listener)
            throws IOException, InterruptedException;

    /** What {@link #of} makes the same place of. */
    List<String> fields();

    /** The place with those fields. */
    static SourcePlace of(List<String> fields) {
        return fields.size() == 1
                ? FetchedSource.by(fields.get(0))
                : new KeptSource(fields.get(0), fields.get(1), fields.get(2), fields.get(3));
    }
}
