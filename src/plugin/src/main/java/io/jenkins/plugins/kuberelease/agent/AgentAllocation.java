package io.jenkins.plugins.kuberelease.agent;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.app.remote.SourceVariables;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Occupies an executor of an agent for a short time, with the source checked out; for a step outside {@code node}, or
 * one that is lost. {@link #leave} does not block, even while another thread waits for the agent.
 */
public final class AgentAllocation implements SourceWorkspace {
    private final Run<?, ?> run;
    private final SourcePlace place;
    private final TaskListener listener;
    private final BuildVariables.Around around;
    private final AtomicReference<@Nullable AgentTask> stay = new AtomicReference<>();

    /**
     * @param place where to get the source
     */
    public AgentAllocation(Run<?, ?> run, SourcePlace place, TaskListener listener) {
        this(run, place, listener, () -> run.getEnvironment(listener));
    }

    /**
     * @param place where to get the source
     * @param around the variables of the step
     */
    public AgentAllocation(Run<?, ?> run, SourcePlace place, TaskListener listener, BuildVariables.Around around) {
        this.run = run;
        this.place = place;
        this.listener = listener;
        this.around = around;
    }

    @Override
    public FilePath open(Cancellation cancellation) throws IOException, InterruptedException {
        AgentTask here = arranged();
        cancellation.whenRequested(here::stopWaiting);
        try {
            return here.workspace().get();
        } catch (ExecutionException e) {
            throw told(e.getCause());
        } catch (InterruptedException e) {
            leave();
            throw e;
        }
    }

    private AgentTask arranged() throws IOException {
        AgentTask before = stay.get();
        if (before != null && !before.isOver()) {
            return before;
        }
        AgentTask fresh = new AgentTask(run, place.asThingsStand(run), listener);
        if (!stay.compareAndSet(before, fresh)) {
            return arranged();
        }
        if (Queue.getInstance().schedule2(fresh, 0).isRefused()) {
            throw new IOException("Jenkins takes nothing into its queue; perhaps it is about to shut down");
        }
        fresh.queued();
        return fresh;
    }

    private static IOException told(@Nullable Throwable cause) {
        if (cause instanceof ReleaseException known) {
            throw known;
        }
        return cause instanceof IOException problem ? problem : new IOException(cause);
    }

    /** The step's variables without {@code PATH}, which outside of {@code node} is not that of an agent. */
    @Override
    public SourceVariables variables() throws IOException, InterruptedException {
        EnvVars variables = new EnvVars(around.get());
        variables.remove("PATH");
        place.other().ifPresent(branch -> variables.put(SourceVariables.BRANCH, branch));
        return BuildVariables.of(run, variables, listener);
    }

    @Override
    public SecretMask mask() throws IOException, InterruptedException {
        return around.mask();
    }

    /** False, since a new checkout, or a workspace left behind, may hold another source. */
    @Override
    public boolean isAsPlanned() {
        return false;
    }

    @Override
    public void leave() {
        AgentTask left = stay.getAndSet(null);
        if (left != null) {
            left.leave();
        }
    }
}
