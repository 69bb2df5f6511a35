package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A short stay on an agent of its own, with the source; for a step outside {@code node}, or one that is lost. Whoever
 * tells it to leave is not kept waiting by one who waits for the agent.
 */
public final class NodeVisit implements Workplace {
    private final Run<?, ?> run;
    private final SourcePlace place;
    private final TaskListener listener;
    private final AtomicReference<@Nullable VisitTask> stay = new AtomicReference<>();

    /**
     * @param place where the source is got
     */
    public NodeVisit(Run<?, ?> run, SourcePlace place, TaskListener listener) {
        this.run = run;
        this.place = place;
        this.listener = listener;
    }

    @Override
    public FilePath open(Cancellation cancellation) throws IOException, InterruptedException {
        VisitTask here = arranged();
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

    private VisitTask arranged() throws IOException {
        VisitTask before = stay.get();
        if (before != null && !before.isOver()) {
            return before;
        }
        VisitTask fresh = new VisitTask(run, place.asThingsStand(run), listener);
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

    /** What was checked out once more, or left lying, may be another source. */
    @Override
    public boolean isAsPlanned() {
        return false;
    }

    @Override
    public void leave() {
        VisitTask left = stay.getAndSet(null);
        if (left != null) {
            left.leave();
        }
    }
}
