package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A short stay on an agent of its own, with the source; for a step outside {@code node}, or one that is lost. */
public final class NodeVisit implements Workplace {
    private final Run<?, ?> run;
    private final SourcePlace place;
    private final TaskListener listener;
    private @Nullable VisitTask stay;

    /**
     * @param place where the source is got
     */
    public NodeVisit(Run<?, ?> run, SourcePlace place, TaskListener listener) {
        this.run = run;
        this.place = place;
        this.listener = listener;
    }

    @Override
    public synchronized FilePath open() throws IOException, InterruptedException {
        if (stay == null || stay.isOver()) {
            stay = new VisitTask(run, place.asThingsStand(run), listener);
            if (Queue.getInstance().schedule2(stay, 0).isRefused()) {
                throw new IOException("Jenkins takes nothing into its queue; perhaps it is about to shut down");
            }
        }
        try {
            return stay.workspace().get();
        } catch (CancellationException e) {
            throw new IOException("the wait for an agent was cancelled in the queue", e);
        } catch (ExecutionException e) {
            throw told(e.getCause());
        } catch (InterruptedException e) {
            leave();
            throw e;
        }
    }

    private static IOException told(@Nullable Throwable cause) {
        if (cause instanceof ReleaseException known) {
            throw known;
        }
        return cause instanceof IOException problem ? problem : new IOException(cause);
    }

    /** What was checked out once more, or left lying, may be another source. */
    @Override
    public boolean isAsPlanned() {
        return false;
    }

    @Override
    public synchronized void leave() {
        if (stay != null) {
            stay.leave();
            stay = null;
        }
    }
}
