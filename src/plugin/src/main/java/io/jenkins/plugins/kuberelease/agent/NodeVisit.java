package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A short stay on an agent of its own, with the job's source checked out; for a step outside {@code node}. */
public final class NodeVisit implements Workplace {
    private final Run<?, ?> run;
    private final @Nullable String label;
    private final TaskListener listener;
    private @Nullable VisitTask stay;

    /**
     * @param label which agents will do; null for any
     */
    public NodeVisit(Run<?, ?> run, @Nullable String label, TaskListener listener) {
        this.run = run;
        this.label = label;
        this.listener = listener;
    }

    /** Whether the build's job names a source that could be checked out. */
    public static boolean hasSource(Run<?, ?> run) {
        return !Visit.sources(run).isEmpty();
    }

    @Override
    public synchronized FilePath open() throws IOException, InterruptedException {
        if (stay == null || stay.isOver()) {
            stay = new VisitTask(run, label, listener);
            if (Queue.getInstance().schedule2(stay, 0).isRefused()) {
                throw new IOException("Jenkins takes nothing into its queue; perhaps it is about to shut down");
            }
        }
        try {
            return stay.workspace().get();
        } catch (CancellationException e) {
            throw new IOException("the wait for an agent was cancelled in the queue", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
        } catch (InterruptedException e) {
            leave();
            throw e;
        }
    }

    @Override
    public synchronized void leave() {
        if (stay != null) {
            stay.leave();
            stay = null;
        }
    }
}
